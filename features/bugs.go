package features

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

// bugs.csv is the one file outside of servers/profiles and the documentation that names products: their bugs have names.
//
//go:embed bugs.csv
var bugs []byte

// A Bug was found in a real product, and some requirements of ours would have turned red on it.
type Bug struct {
	Reference    string   // the CVE, or where it was reported
	Product      string   // in which it was
	What         string   // was wrong, in our words
	Requirements []string // ids of those that would have turned red, the plainest first
}

// Link is where one can read about the bug.
func (b Bug) Link() string {
	if strings.HasPrefix(b.Reference, "CVE-") {
		return "https://www.cve.org/CVERecord?id=" + b.Reference
	}
	return b.Reference
}

// Bugs is every bug that a requirement would have caught, in the order of the file. It is parsed once.
var Bugs = sync.OnceValues(func() ([]Bug, error) { return parseBugs(bugs) })

// parseBugs reads the columns reference, product, what and requirements, under a first line that names them.
func parseBugs(b []byte) ([]Bug, error) {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = 4
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("bugs.csv: %w", err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("bugs.csv: no line that names the columns")
	}
	var out []Bug
	for _, row := range rows[1:] {
		out = append(out, Bug{row[0], row[1], row[2], strings.Fields(row[3])})
	}
	return out, nil
}

// WouldHaveCaught is the bugs on which a requirement would have turned red.
func WouldHaveCaught(id string) ([]Bug, error) {
	by, err := bugsByRequirement()
	return by[id], err
}

var bugsByRequirement = sync.OnceValues(func() (map[string][]Bug, error) {
	all, err := Bugs()
	by := map[string][]Bug{}
	for _, b := range all {
		for _, id := range b.Requirements {
			by[id] = append(by[id], b)
		}
	}
	return by, err
})
