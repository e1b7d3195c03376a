package oauthspec

import (
	"flag"
	"strings"
)

var (
	// full makes the proof run every fault against every scenario, to see that the seams tell the truth.
	full = flag.Bool("full", false, "prove every fault against every scenario")
	ids  = flag.String("ids", "", "requirements to prove, as globs with commas between them")
)

func asked() []string {
	if *ids == "" {
		return nil
	}
	return strings.Split(*ids, ",")
}
