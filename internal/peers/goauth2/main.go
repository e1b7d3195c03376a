// Command goauth2 serves client credentials with github.com/go-oauth2/oauth2, as its own example does: the reference
// server's speed is measured beside it. It is a module of its own, so that what it links stays out of oauthspec's.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
	"github.com/go-oauth2/oauth2/v4/store"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "goauth2:", err)
		os.Exit(2)
	}
}

// serve says its token endpoint, and ends when standard input does.
func serve() error {
	m := manage.NewDefaultManager()
	tokens, err := store.NewMemoryTokenStore()
	if err != nil {
		return err
	}
	m.MapTokenStorage(tokens)
	clients := store.NewClientStore()
	if err := clients.Set("batch", &models.Client{ID: "batch", Secret: os.Getenv("PEER_SECRET"), Domain: "http://127.0.0.1"}); err != nil {
		return err
	}
	m.MapClientStorage(clients)
	s := server.NewDefaultServer(m)
	s.SetClientInfoHandler(server.ClientBasicHandler)
	http.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		if err := s.HandleTokenRequest(w, r); err != nil {
			http.Error(w, "broken", http.StatusInternalServerError)
		}
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(l, nil) }()
	fmt.Printf("http://%s/token\n", l.Addr())
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
