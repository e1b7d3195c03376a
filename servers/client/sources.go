package client

import "encoding/json"

// claimSource is where claims come from that UserInfo does not vouch for itself (OpenID Connect Core §5.6.2): a JWT of somebody
// else's, or an address at which there is one.
type claimSource struct {
	JWT      string `json:"JWT"`
	Endpoint string `json:"endpoint"`
	Token    string `json:"access_token"`
}

// sources adds aggregated and distributed claims. One that cannot be had, or that nobody known vouches for, is one that was
// not returned, which is no error.
func sources(l *Login, claims map[string]any) error {
	var all struct {
		Names   map[string]string      `json:"_claim_names"`
		Sources map[string]claimSource `json:"_claim_sources"`
	}
	if raw, err := json.Marshal(claims); err != nil || json.Unmarshal(raw, &all) != nil {
		return nil
	}
	for name, from := range all.Names {
		if value, ok := l.sourced(all.Sources[from])[name]; ok {
			l.Userinfo[name] = value
		}
	}
	return nil
}

// sourced are the claims of a source whose signature is one of a server that the application knows.
func (l *Login) sourced(from claimSource) (claims map[string]any) {
	s := l.s
	if from.JWT == "" && from.Endpoint != "" {
		raw, err := s.get(l.HTTP.Context(), from.Endpoint, "application/jwt", use(s, &s.o.Userinfo.Bearer)(l, from.Token))
		if err != nil {
			return nil
		}
		from.JWT = string(raw)
	}
	if payload, err := l.provider.keys.VerifySignature(s.context(l.HTTP.Context()), from.JWT); err == nil {
		_ = json.Unmarshal(payload, &claims) // what is no object has no claims
	}
	if claims["iss"] != l.Issuer.URL {
		return nil
	}
	return claims
}
