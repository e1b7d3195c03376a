package useragent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// foreignPage is a page of another site: it sends the visit's request at once, or shows it in a frame. The browser is handed it
// in place of what it asked for, so that nothing has to listen at that site.
var foreignPage = template.Must(template.New("foreign").Parse(`<!doctype html><title>Elsewhere</title>
{{if .Framed}}<iframe src="{{.URL}}" width="900" height="700"></iframe>
{{else}}<form method="{{.Method}}" action="{{.URL}}">{{range .Fields}}<input type="hidden" name="{{.Name}}" value="{{.Value}}">{{end}}</form>
<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>{{end}}`))

// foreign answers the request for such a page.
func foreign(e *proto.FetchRequestPaused, s *Start) proto.FetchFulfillRequest {
	var b strings.Builder
	err := foreignPage.Execute(&b, map[string]any{"Framed": s.Framed, "Method": s.Method, "URL": s.URL, "Fields": orderedFields(s.Form)})
	if err != nil {
		b.Reset() // nothing is sent then, and the visit ends at an empty page
	}
	return proto.FetchFulfillRequest{RequestID: e.RequestID, ResponseCode: http.StatusOK, Body: []byte(b.String()),
		ResponseHeaders: []*proto.FetchHeaderEntry{{Name: "Content-Type", Value: "text/html; charset=utf-8"}}}
}

// errFrame is that a page in a frame could not be read.
var errFrame = errors.New("the frame could not be read")

// framed looks at what a frame on a page of another site shows: the landing is that page, or of kind plain where the browser
// refused to show it there.
func (t *tab) framed(ctx context.Context, v *visit, start Start) error {
	t.change(func(s *scene) { s.begin(v, &start) })
	if err := t.navigate(ctx, start.From); err != nil {
		return err
	}
	deadline := time.Now().Add(t.d.o.Timeout / 2)
	loaded := func(s *scene) bool { return s.over() || s.inFrame.done }
	if err := t.await(ctx, deadline, loaded); err != nil {
		return err
	}
	// A script may yet take the page out of the frame, or draw it.
	if err := t.await(ctx, time.Now().Add(t.d.o.Patience/3), func(s *scene) bool { return s.over() }); err != nil {
		return err
	}
	var now scene
	t.look(func(s *scene) { now = s.still() })
	f := now.inFrame
	switch {
	case now.failed != "":
		return fmt.Errorf("visit %s: %w", start.URL, errors.New(now.failed))
	case !f.done && now.stopped == nil:
		return fmt.Errorf("visit %s in a frame: it did not finish loading", start.URL)
	case f.why != "" && f.why != "net::ERR_BLOCKED_BY_RESPONSE":
		return fmt.Errorf("visit %s in a frame: %s", start.URL, f.why)
	case f.refused || f.id == "":
		v.note("%s: the browser does not show it in a frame", start.From)
		v.land.Kind = KindPlain
		return nil
	}
	p, err := t.readFrame(ctx, f)
	if err != nil {
		return fmt.Errorf("visit %s: %w", start.URL, err)
	}
	v.show(p)
	v.land.Kind = p.kind()
	v.pageShown(p, v.land.Kind)
	v.asked(v.land.Kind)
	v.land.Page = unmark(v.land.Page)
	v.land.BreaksOut = slices.ContainsFunc(now.notes, func(n string) bool { return strings.Contains(n, "attempt to initiate navigation") })
	v.note("%s: in a frame of %s a %s page, %q", place(p.url), start.From, v.land.Kind, p.title)
	return nil
}

// frame is what is known of the frame on a foreign page.
type frame struct {
	id      proto.PageFrameID
	refused bool // the browser shows an error of its own in it
	done    bool
	why     string // it did not load
	status  int
	header  http.Header
}

// readFrame reads the document in a frame, out of reach of its scripts.
func (t *tab) readFrame(ctx context.Context, f frame) (*page, error) {
	c := t.d.conn.with(ctx, t.session)
	world, err := proto.PageCreateIsolatedWorld{FrameID: f.id}.Call(c)
	if err != nil {
		return nil, errors.Join(errFrame, err)
	}
	args, err := json.Marshal([]any{acting, refMark, formMark, hiddenMark, t.d.o.MaxBody})
	if err != nil {
		return nil, err
	}
	r, err := proto.RuntimeEvaluate{
		Expression: readScript + "(..." + string(args) + ")", ReturnByValue: true, ContextID: world.ExecutionContextID,
	}.Call(c)
	if err != nil || r.ExceptionDetails != nil {
		return nil, errors.Join(errFrame, err)
	}
	var got struct {
		HTML string `json:"html"`
		URL  string `json:"url"`
	}
	b, err := r.Result.Value.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(b, &got)
	}
	if err != nil {
		return nil, errors.Join(errFrame, err)
	}
	u, err := url.Parse(got.URL)
	if err != nil {
		return nil, errors.Join(errFrame, err)
	}
	p := &page{url: u, body: got.HTML, status: f.status, header: f.header, js: true}
	return p, parsePage(p)
}

// onFrame keeps what happens in the frame of a foreign page.
func (s *scene) onFrame(f *proto.PageFrame) {
	s.inFrame.id, s.inFrame.refused = f.ID, f.UnreachableURL != "" || strings.HasPrefix(f.URL, "chrome-error:")
}
