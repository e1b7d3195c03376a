package loadtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4"
	"github.com/tidwall/gjson"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/reports"
)

// sampled is which part of the answers is judged in full: signatures cost more than everything else together.
const sampled = 100

// Names of checks, as they stand in reports.
const (
	checkBody      = "a JSON object with a token, its type and its lifetime"
	checkUnique    = "never the same token twice"
	checkSignature = "signature of JWT access tokens (1 answer in 100)"
	checkParty     = "JWT access tokens name the right client or user (1 answer in 100)"
	checkIdentity  = "ID tokens: signature, issuer, audience and subject (1 answer in 100)"
	checkWhole     = "the whole answer by the specification's checks (1 answer in 100)"
)

// A judge says what an answer is worth. It is safe for concurrent use.
type judge struct {
	seen   *fingerprints // access tokens
	others *fingerprints // codes and refresh tokens
	users  sync.Map      // client and user: the subject that tokens name; client and subject: the user
	issuer string
	keys   jose.JSONWebKeySet
	noKeys string // why there are none
	body   tally  // those that every token response gets
	unique tally
	mu     sync.Mutex
	checks []*tally // all, in the order in which they were first made, those two before them
	format string   // of the access tokens: opaque or jwt
	alg    string
	n      atomic.Int64 // tokens judged
}

func newJudge(issuer string) *judge {
	j := &judge{seen: newFingerprints(), others: newFingerprints(), issuer: issuer, body: tally{name: checkBody}, unique: tally{name: checkUnique}}
	j.checks = []*tally{&j.body, &j.unique}
	return j
}

// fetch gets the keys that signatures are verified with.
func (j *judge) fetch(ctx context.Context, c *oauth.Client, at string) {
	if at == "" {
		j.noKeys = "the target publishes no keys"
		return
	}
	a, err := c.Do(ctx, oauth.Request{URL: at})
	if err == nil && a.None == nil && a.Status == http.StatusOK {
		err = json.Unmarshal(a.Body, &j.keys)
	}
	if err != nil || len(j.keys.Keys) == 0 {
		j.noKeys = "its keys could not be read"
	}
}

// checked counts a check, and a failure of it where what is not empty.
func (j *judge) checked(name, what string) { j.tally(name).note(what) }

func (j *judge) tally(name string) *tally {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, t := range j.checks {
		if t.name == name {
			return t
		}
	}
	t := &tally{name: name}
	j.checks = append(j.checks, t)
	return t
}

// verdict counts a check, and is its outcome.
func (j *judge) verdict(name, what string) outcome {
	j.checked(name, what)
	if what != "" {
		return failed(name, what)
	}
	return outcome{}
}

// A party is who a token is for, as far as a flow knows: a client, and the name by which a user signed in.
type party struct{ client, user string }

// A grant is what a token response holds, as long as its body does.
type grant struct{ access, refresh, id []byte }

// token judges a token response: every one by what is quick to see, and some by everything.
func (j *judge) token(a *answer, p party) (grant, outcome) {
	if a.status != http.StatusOK {
		return grant{}, refused(a)
	}
	g, ok := quick(a.body)
	what := ""
	if !ok {
		g, what = read(a)
	}
	j.body.note(what)
	if what != "" {
		return g, failed(checkBody, what)
	}
	what = ""
	if !j.seen.add(g.access) {
		what = "the access token was handed out before"
	}
	j.unique.note(what)
	if what != "" {
		return g, failed(checkUnique, what)
	}
	if j.n.Add(1)%sampled == 1 {
		if o := j.whole(a, g, p); o.class != right {
			return g, o
		}
	}
	return g, outcome{}
}

// read takes a token response apart (RFC 6749 section 5.1); what says why it is none.
func read(a *answer) (g grant, what string) {
	if !gjson.ValidBytes(a.body) || !utf8.Valid(a.body) {
		return g, fmt.Sprintf("200 with %d bytes of %q that are no JSON", len(a.body), printable(a.contentType, 40))
	}
	body := gjson.ParseBytes(a.body)
	if !body.IsObject() {
		return g, "200 with JSON that is no object"
	}
	body.ForEach(func(name, v gjson.Result) bool {
		switch name.Str {
		case "access_token":
			g.access = []byte(v.Str)
		case "refresh_token":
			g.refresh = []byte(v.Str)
		case "id_token":
			g.id = []byte(v.Str)
		case "token_type":
			if !strings.EqualFold(v.Str, "Bearer") && !strings.EqualFold(v.Str, "DPoP") {
				what = fmt.Sprintf("token_type %q", printable(v.String(), 40))
			}
		case "expires_in":
			if v.Type != gjson.Number || v.Num <= 0 {
				what = "expires_in " + printable(v.Raw, 40) + ", want a number above zero"
			}
		case "error":
			what = fmt.Sprintf("200 with error %q", printable(v.String(), 60))
		}
		return true
	})
	switch {
	case what != "":
	case len(g.access) == 0:
		what = "200 without an access token"
	case !body.Get("token_type").Exists():
		what = "a token without a token_type"
	}
	return g, what
}

// whole judges an answer with the checks of the specification, and a token that is a JWT by its signature.
func (j *judge) whole(a *answer, g grant, p party) outcome {
	full := oauth.Read(a.status, a.contentType, a.body)
	err := check.TokenGranted(full)
	if err == nil {
		err = check.TokenType(full)
	}
	if err != nil {
		j.checked(checkWhole, err.Error())
		return failed(checkWhole, err.Error())
	}
	j.checked(checkWhole, "")
	if len(g.id) > 0 {
		if o := j.identity(string(g.id), p); o.class != right {
			return o
		}
	}
	t, err := oauth.ParseJWT(string(g.access))
	j.note(t, err)
	if err != nil {
		return outcome{} // opaque
	}
	if j.noKeys == "" {
		if err := t.Verify(j.keys); err != nil {
			what := "the signature of the access token: " + err.Error()
			j.checked(checkSignature, what)
			return failed(checkSignature, what)
		}
		j.checked(checkSignature, "")
	}
	return j.party(t, p)
}

// note remembers what tokens look like.
func (j *judge) note(t oauth.JWT, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.format, j.alg = "jwt", ""
	if err != nil {
		j.format = "opaque"
		return
	}
	j.alg, _ = t.Header["alg"].(string)
}

// party demands that a token names who it is for, where it names anybody (RFC 9068 section 2.2).
func (j *judge) party(t oauth.JWT, p party) outcome {
	what := ""
	if p.client != "" && t.Text("client_id") != "" && t.Text("client_id") != p.client {
		what = "the token names another client than the one that asked"
	} else {
		what = j.subject(t.Text("sub"), p)
	}
	return j.verdict(checkParty, what)
}

// subject says what is wrong with a subject: a user has the same one each time, and no two users share one (OpenID
// Connect Core section 2).
func (j *judge) subject(sub string, p party) string {
	if sub == "" || p.user == "" {
		return ""
	}
	before, _ := j.users.LoadOrStore("user\x00"+p.client+"\x00"+p.user, sub)
	owner, _ := j.users.LoadOrStore("subject\x00"+p.client+"\x00"+sub, p.user)
	if before != sub || owner != p.user {
		return "the token names another user than the one who signed in"
	}
	return ""
}

// identity judges an ID token (OpenID Connect Core section 3.1.3.7).
func (j *judge) identity(raw string, p party) outcome {
	t, err := oauth.ParseJWT(raw)
	what := ""
	switch {
	case err != nil:
		what = "an ID token that is no JWT"
	case t.Text("iss") != j.issuer:
		what = "an ID token of another issuer"
	case check.Audience(t, p.client) != nil:
		what = "an ID token for another client"
	default:
		what = j.subject(t.Text("sub"), p)
	}
	if what == "" && j.noKeys == "" && t.Header["alg"] != "none" && t.Header["alg"] != "HS256" {
		if err := t.Verify(j.keys); err != nil {
			what = "the signature of the ID token: " + err.Error()
		}
	}
	return j.verdict(checkIdentity, what)
}

// report is the checks in the order in which they were first made.
func (j *judge) report() []reports.LoadCheck {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []reports.LoadCheck
	for _, t := range j.checks {
		if t.made.Load() > 0 {
			out = append(out, t.report())
		}
	}
	return out
}
