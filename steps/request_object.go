package steps

import (
	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	phrase("with its state in a request object that nobody signed", stateInObject)
	plainly("with the address of a request object that cannot be read", withOpenID, oauth.With("request_uri", "https://127.0.0.1:1/none"))

	then(`the client gets the error that the address is not followed, or cannot be`, func(w *World) any { return w.addressRefused })
	then(`the client gets what the object asked for, or is told that it is not taken`, func(w *World) any { return w.objectHonoured })
}

// stateInObject moves the state into an unsigned request object. What has to stand beside it does (OpenID Connect Core section 6.1).
func stateInObject(w *World) ([]oauth.Mutation, error) {
	return []oauth.Mutation{withOpenID, func(r *oauth.Request) {
		claims := map[string]any{"iss": w.client.ID, "aud": w.in.Profile.Issuer}
		for name := range r.Form {
			claims[name] = r.Form.Get(name)
		}
		claims["state"] = "in-the-object-" + oauth.Random(8)
		w.inObject, _ = claims["state"].(string)
		r.Form.Set("request", oauth.Unsigned(map[string]any{"alg": "none"}, claims))
		r.Form.Del("state")
	}}, nil
}

// addressRefused demands an error of the client, but of a server that follows addresses: where such a one gets nothing to read, it
// may hold the redirect URI beside the address for nothing, as the object's would stand in its place, and show a page.
func (w *World) addressRefused() error {
	if no, said := w.facts.Metadata["request_uri_parameter_supported"].(bool); (no || !said) && !w.response.Has("code") && !w.response.Has("error") {
		return w.unlessUnanswered(&verdict.NotApplicable{Reason: "the server follows such addresses, and not this one: " + w.arrived(),
			Section: "OpenID Connect Core section 6.2"})
	}
	return w.errorArrived("request_uri_not_supported", "invalid_request_uri")
}

// objectHonoured takes a code with the object's state, or a refusal: the state of an object that is not read cannot come with it.
// What is demanded of servers without request objects is not of those that say they have them, and want this one signed.
func (w *World) objectHonoured() error {
	if yes, _ := w.facts.Metadata["request_parameter_supported"].(bool); yes && !w.response.Has("code") && !w.response.Has("error") {
		return w.unlessUnanswered(&verdict.NotApplicable{Reason: "the server takes request objects, and not this unsigned one: " + w.arrived(),
			Section: "OpenID Connect Core section 6.1"})
	}
	if w.response.Has("code") {
		return check.Code(w.arrival(), w.expected(), w.inObject)
	}
	return check.ErrorAtClient(w.arrival(), w.expected(), w.response.Get("state"), "request_not_supported", "invalid_request_object")
}
