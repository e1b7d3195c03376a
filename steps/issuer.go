package steps

import "github.com/oauthspec/oauthspec/internal/check"

func init() {
	then(`the response names the server's issuer`, func(w *World) any { return w.namesIssuer })
	then(`the issuer in the response is an https URL without query and fragment`, func(w *World) any { return w.issuerForm })
}

func (w *World) namesIssuer() error {
	if err := w.responded(); err != nil {
		return err
	}
	return check.Issuer(w.response, w.in.Profile.Issuer)
}

func (w *World) issuerForm() error {
	if err := w.responded(); err != nil {
		return err
	}
	p, err := check.PropertyNamed("is an https URL without query and fragment")
	if err != nil {
		return err
	}
	return p("iss", map[string]any{"iss": w.response.Get("iss")})
}
