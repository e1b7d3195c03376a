package harness

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// flaws are what an issuer does wrong, or merely otherwise than most, for the sake of the client that talks to it; faults
// of the authorization server that violate one of its own requirements are not repeated here.
var flaws = map[string]func(*authserver.Options){
	"signs a nonce of its own":                              claim("nonce", "another-nonce"),
	"signs no nonce":                                        claim("nonce", nil),
	"names another issuer":                                  claim("iss", "https://other.example"),
	"names no issuer":                                       claim("iss", nil),
	"names its issuer with a slash after it":                changed("iss", func(own string) string { return own + "/" }),
	"names its issuer in capital letters":                   changed("iss", strings.ToUpper),
	"names an issuer whose name begins like its own":        changed("iss", func(own string) string { return own + "/other" }),
	"names an issuer whose name ends like its own":          changed("iss", func(own string) string { return "https://other.example/" + own }),
	"names an audience whose name begins like the client's": audience(func(own string) string { return own + "-other" }),
	"names an audience whose name ends like the client's":   audience(func(own string) string { return "other-" + own }),
	"names the client with its letters in the other case":   audience(otherCase),
	"issues an ID token that ended half an hour ago": claims(func(_ *authserver.Call, m map[string]any) {
		if issued, ok := m["iat"].(int64); ok {
			m["iat"], m["exp"] = issued-1801, issued-1800
		}
	}),
	"marks a header that nobody knows as critical": critical,
	"names another audience":                       claim("aud", "another-client"),
	"names no audience":                            claim("aud", nil),
	"names a further audience": claims(func(c *authserver.Call, m map[string]any) {
		m["aud"], m["azp"] = []string{c.Client.ID, "https://other.example"}, c.Client.ID
	}),
	"names its audience in a list":             claims(func(c *authserver.Call, m map[string]any) { m["aud"] = []string{c.Client.ID} }),
	"names another authorized party":           claim("azp", "another-client"),
	"names no subject":                         claim("sub", nil),
	"issues an expired ID token":               claim("exp", 1_000_000_000),
	"does not say when the ID token ends":      claim("exp", nil),
	"does not say when it issued the ID token": claim("iat", nil),
	"vouches for another access token":         fault("idtoken-at-hash-of-another"),
	"vouches for no access token":              claim("at_hash", nil),
	"changes the ID token after signing it":    fault("idtoken-other-key"),
	"signs the ID token with a key that it never publishes": func(o *authserver.Options) {
		o.IDToken.Sign = func(_ *authserver.Call, alg string, header, claims map[string]any) (string, error) {
			header["kid"] = "never-published"
			return forge(alg, header, claims)
		}
	},
	"signs the ID token with a key that the token brings along": foreignKey(func(h map[string]any, k jose.JSONWebKey, _ string) error {
		h["jwk"] = k
		return nil
	}),
	"signs the ID token with a key whose certificate the token brings along": foreignKey(func(h map[string]any, k jose.JSONWebKey, _ string) error {
		der, err := selfSigned(k.Algorithm)
		h["x5c"] = []string{base64.StdEncoding.EncodeToString(der)} // RFC 7515 section 4.1.6: not base64url
		return err
	}),
	"leaves the signature of the ID token out": signed(func(jwt string) string { return jwt[:strings.LastIndex(jwt, ".")+1] }),
	"signs the ID token with zeroes": signed(func(jwt string) string { // each character A is six of their bits
		i := strings.LastIndex(jwt, ".") + 1
		return jwt[:i] + strings.Repeat("A", len(jwt)-i)
	}),
	"does not sign the ID token, and writes that it does not in another case": signed(func(jwt string) string {
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"nOnE"}`)) + "." + strings.Split(jwt, ".")[1] + "."
	}),
	"does not sign the ID token":                                          fault("idtoken-unsigned"),
	"signs with another algorithm":                                        otherAlgorithm,
	"keys the ID token with its public key":                               confused,
	"names a lower class of authentication":                               claim("acr", "0"), // which OpenID Connect Core section 2 has for the lowest
	"says that the user signed in years ago":                              claim("auth_time", 1_000_000_000),
	"signs what it tells about a user with a key that it never publishes": forgedUserinfo,
	"tells about somebody else, and not about whom": func(o *authserver.Options) {
		impostor(o)
		next := o.Userinfo.Claims
		o.Userinfo.Claims = func(p *authserver.Presented, m map[string]any) {
			next(p, m)
			delete(m, "sub")
		}
	},
	"tells about somebody else": impostor,
	newKeys:                     func(*authserver.Options) {}, // Switch changes them
}

// newKeys is the one flaw that is no matter of options.
const newKeys = "has new keys"

// claim changes one claim of ID tokens; nil takes it out.
func claim(name string, value any) func(*authserver.Options) {
	return claims(func(_ *authserver.Call, m map[string]any) {
		if m[name] = value; value == nil {
			delete(m, name)
		}
	})
}

// changed changes a claim that is a text.
func changed(name string, change func(own string) string) func(*authserver.Options) {
	return claims(func(_ *authserver.Call, m map[string]any) {
		own, _ := m[name].(string)
		m[name] = change(own)
	})
}

// audience has ID tokens be for somebody whose name has to do with the client's.
func audience(other func(own string) string) func(*authserver.Options) {
	return claims(func(c *authserver.Call, m map[string]any) { m["aud"] = other(c.Client.ID) })
}

// otherCase is a name that is another one only where case counts; one without letters gets some.
func otherCase(name string) string {
	for _, other := range []string{strings.ToUpper(name), strings.ToLower(name)} {
		if other != name {
			return other
		}
	}
	return name + "x"
}

// signed changes ID tokens after they were signed.
func signed(change func(jwt string) string) func(*authserver.Options) {
	return func(o *authserver.Options) {
		next := o.IDToken.Sign
		o.IDToken.Sign = func(c *authserver.Call, alg string, header, claims map[string]any) (string, error) {
			jwt, err := next(c, alg, header, claims)
			if err != nil {
				return "", err
			}
			return change(jwt), nil
		}
	}
}

// critical has ID tokens carry a header that their reader has to understand, and cannot (RFC 7515 section 4.1.11).
func critical(o *authserver.Options) {
	next := o.IDToken.Sign
	o.IDToken.Sign = func(c *authserver.Call, alg string, header, claims map[string]any) (string, error) {
		header["crit"], header["x_oauthspec"] = []string{"x_oauthspec"}, true
		return next(c, alg, header, claims)
	}
}

// claims changes the claims of ID tokens before they are signed.
func claims(change func(c *authserver.Call, m map[string]any)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		next := o.IDToken.Claims
		o.IDToken.Claims = func(c *authserver.Call, m map[string]any) {
			next(c, m)
			change(c, m)
		}
	}
}

// fault is a fault of the authorization server by another name. One that there is not changes nothing, which a test sees.
func fault(name string) func(*authserver.Options) {
	return func(o *authserver.Options) {
		if f, err := authserver.FaultNamed(name); err == nil {
			f.Apply(o)
		}
	}
}

// impostor has UserInfo tell about another user than the one who signed in.
func impostor(o *authserver.Options) {
	next := o.Userinfo.Claims
	o.Userinfo.Claims = func(p *authserver.Presented, m map[string]any) {
		next(p, m)
		for _, name := range []string{"sub", "name", "preferred_username"} {
			m[name] = servers.Impostor
		}
		m["email"] = servers.Impostor + "@users.example"
	}
}

// forgedUserinfo has signed UserInfo say other names of the right user, by a signature of somebody else's.
func forgedUserinfo(o *authserver.Options) {
	next := o.Userinfo.Sign
	o.Userinfo.Sign = func(p *authserver.Presented, alg string, claims map[string]any) (string, error) {
		good, err := next(p, alg, claims) // which adds iss and aud
		if err != nil {
			return "", err
		}
		for _, name := range []string{"name", "preferred_username"} {
			claims[name] = servers.Impostor
		}
		claims["email"] = servers.Impostor + "@users.example"
		return forge(alg, headerOf(good), claims)
	}
}

// otherAlgorithm signs ID tokens with an algorithm that nobody registered for.
func otherAlgorithm(o *authserver.Options) {
	next := o.IDToken.Alg
	o.IDToken.Alg = func(c *authserver.Call) string {
		if next(c) == "ES256" {
			return "RS256"
		}
		return "ES256"
	}
}

// headerOf is the header of a JWT of our own.
func headerOf(jwt string) (h map[string]any) {
	first, _, _ := strings.Cut(jwt, ".")
	b, _ := base64.RawURLEncoding.DecodeString(first)
	_ = json.Unmarshal(b, &h)
	return h
}

// confused signs ID tokens with HS256, keyed with what everybody can read: the public key as PEM.
func confused(o *authserver.Options) {
	o.IDToken.Sign = func(_ *authserver.Call, alg string, header, claims map[string]any) (string, error) {
		header["alg"] = "HS256"
		h, err := json.Marshal(header)
		if err != nil {
			return "", err
		}
		m, err := json.Marshal(claims)
		if err != nil {
			return "", err
		}
		key, err := authserver.PublicPEM(alg)
		if err != nil {
			return "", err
		}
		signed := base64.RawURLEncoding.EncodeToString(h) + "." + base64.RawURLEncoding.EncodeToString(m)
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(signed))
		return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
	}
}
