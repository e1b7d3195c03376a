package useragent

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-rod/rod/lib/cdp"
	"github.com/go-rod/rod/lib/proto"
)

// handle decodes an event for f; one that does not decode is of a newer browser, and nothing here waits for it.
func handle[E any](f func(*E)) func(*cdp.Event) {
	return func(m *cdp.Event) {
		var e E
		if json.Unmarshal(m.Params, &e) == nil {
			f(&e)
		}
	}
}

// on keeps the scene in step with an event.
func (t *tab) on(m *cdp.Event) {
	switch m.Method {
	case "Fetch.requestPaused":
		handle(t.onPaused)(m)
	case "Network.requestWillBeSent":
		handle(t.onRequest)(m)
	case "Network.responseReceived":
		handle(t.onResponse)(m)
	case "Network.responseReceivedExtraInfo":
		handle(t.onHead)(m)
	case "Network.dataReceived":
		handle(t.onData)(m)
	case "Network.loadingFinished":
		handle(func(e *proto.NetworkLoadingFinished) { t.change(func(s *scene) { delete(s.pending, e.RequestID) }) })(m)
	case "Network.loadingFailed":
		handle(t.onFailed)(m)
	case "Page.frameNavigated":
		handle(t.onNavigated)(m)
	case "Page.domContentEventFired":
		t.change(func(s *scene) { s.parsed(); s.touched() })
	case "Page.frameStoppedLoading":
		handle(t.onStopped)(m)
	case "Runtime.bindingCalled", "Page.navigatedWithinDocument":
		t.change((*scene).touched)
	case "Page.javascriptDialogOpening":
		handle(t.onDialog)(m)
	case "Log.entryAdded":
		handle(t.onLog)(m)
	case "Runtime.exceptionThrown":
		handle(t.onException)(m)
	}
}

// onStopped takes a document that was stopped in the middle for complete: there is no other sign of that.
func (t *tab) onStopped(e *proto.PageFrameStoppedLoading) {
	t.change(func(s *scene) {
		s.inFrame.done = s.inFrame.done || e.FrameID != t.frame && e.FrameID == s.inFrame.id
		if e.FrameID == t.frame && s.cut && !s.ready && !s.leaving {
			s.parsed()
		}
	})
}

func (t *tab) onNavigated(e *proto.PageFrameNavigated) {
	if e.Frame.ParentID != "" {
		t.change(func(s *scene) { s.onFrame(e.Frame) })
		return
	}
	t.change(func(s *scene) {
		s.loader, s.read, s.ready, s.leaving = string(e.Frame.LoaderID), "", false, false
		s.pending = map[proto.NetworkRequestID]bool{}
		s.touched()
		s.changes = 0
	})
}

// onDialog sends a script's alert or question away: nobody is there to read it.
func (t *tab) onDialog(e *proto.PageJavascriptDialogOpening) {
	t.answerPaused(proto.PageHandleJavaScriptDialog{Accept: e.Type == proto.PageDialogTypeBeforeunload})
	t.remark("a script's %s was dismissed: %s", e.Type, tidy(e.Message, 200))
}

// onLog keeps what the browser itself complains of, as when a page's Content-Security-Policy forbids its own form to lead
// to the client.
func (t *tab) onLog(e *proto.LogEntryAdded) {
	if e.Entry.Level == proto.LogLogEntryLevelError && !strings.HasSuffix(e.Entry.URL, "/favicon.ico") {
		t.remark("the browser says: %s", tidy(e.Entry.Text, 300))
	}
}

func (t *tab) onException(e *proto.RuntimeExceptionThrown) {
	what := e.ExceptionDetails.Text
	if x := e.ExceptionDetails.Exception; x != nil {
		what += " " + x.Description
	}
	t.remark("a script of the page failed: %s", tidy(what, 300))
}

// remark keeps a line for the visit's log.
func (t *tab) remark(format string, a ...any) {
	t.change(func(s *scene) {
		if len(s.notes) < 20 {
			s.notes = append(s.notes, fmt.Sprintf(format, a...))
		}
	})
}
