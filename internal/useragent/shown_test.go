package useragent

import (
	"strings"
	"testing"
)

func TestHandled(t *testing.T) {
	for page, want := range map[string]bool{
		`<p>on purpose = nothing</p>`:                      false,
		`<button type="submit" content="on">once=1</p>`:    false,
		"<body\nONLOAD = \"go()\">":                        true,
		`<p><img src="x" onerror=go()>`:                    true,
		`<a href="JavaScript:go()">`:                       true,
		`<form class="a" onsubmit="go()"`:                  true,
		`<a title="a > b" onclick="go()"> is too subtle`:   false,
		`<p> < input onfocus=go()>`:                        true,
		`<input name=action value=" on"><p data-on = "1">`: false,
		`<<b onclick=go()>`:                                true,
		strings.Repeat("<", 1<<20):                         false, // and at once
	} {
		if got := handled(page); got != want {
			t.Errorf("handled(%.60q) = %v", page, got)
		}
	}
}
