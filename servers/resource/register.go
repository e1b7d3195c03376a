package resource

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// account is how the API is known to its issuer.
type account struct {
	ID     string `json:"client_id"`
	Secret string `json:"client_secret"`
}

// register makes the API known to its issuer, once (RFC 7591 §3).
func (s *Server) register(ctx context.Context) error {
	s.registering.Lock()
	defer s.registering.Unlock()
	if s.account.Load() != nil {
		return nil
	}
	body, err := json.Marshal(map[string]any{"client_name": "Example API", "grant_types": []string{"client_credentials"},
		"response_types": []string{}, "token_endpoint_auth_method": "client_secret_basic"})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.o.Issuer+"/register", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	var a account
	if err := s.do(r, http.StatusCreated, &a); err != nil {
		return fmt.Errorf("register the API: %w", err)
	}
	if a.ID == "" || a.Secret == "" {
		return errors.New("the issuer registered the API without an identifier and a secret")
	}
	s.account.Store(&a)
	return nil
}
