// Package loadtest puts OAuth endpoints under load: schedules, engines, flows, judging, and the search for what a target bears.
package loadtest
