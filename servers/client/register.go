package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// registerAt registers the application at an issuer (RFC 7591 §3).
func (s *Server) registerAt(ctx context.Context, p *provider) error {
	if p.Registration == "" {
		return errors.New("no client is configured, and the server offers no registration")
	}
	body, err := json.Marshal(map[string]any{
		"client_name": s.o.Name, "redirect_uris": []string{s.o.URL + "/callback"}, "token_endpoint_auth_method": p.Auth,
		"grant_types": []string{"authorization_code", "refresh_token"}, "response_types": []string{"code"},
		"scope": strings.Join(s.o.Scopes, " "), "post_logout_redirect_uris": []string{s.o.URL + "/logged-out"},
	})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Registration, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var got struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if resp.StatusCode != http.StatusCreated || json.Unmarshal(b, &got) != nil || got.ID == "" {
		return fmt.Errorf("%s answered %s", p.Registration, resp.Status)
	}
	registered := *p.Issuer // the options' own is not written to
	registered.ClientID, registered.Secret = got.ID, got.Secret
	p.Issuer = &registered
	return nil
}
