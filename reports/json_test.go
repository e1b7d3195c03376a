package reports

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func sampleListings() []Listing {
	return []Listing{
		{ID: "rfc6749-4.1.2-code-single-use", Level: verdict.Must, Role: "as", Document: "RFC 6749", Section: "4.1.2", Title: "A code is redeemed at most once",
			Scenarios: []string{"The client redeems its code twice"}, Faults: []string{"code-replay"}},
		{ID: "rfc9700-2.1.1-code-single-use", Level: verdict.Should, Role: "client", Document: "RFC 9700", Section: "2.1.1", Title: hostile, SameAs: "rfc6749-4.1.2-code-single-use"},
	}
}

func written[T Run | Load | []Proof | []Listing](t *testing.T, model T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, model); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func validate(t *testing.T, schema, doc []byte) error {
	t.Helper()
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("schema.json", s); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(d)
}

func TestJSONFollowsItsSchema(t *testing.T) {
	for name, c := range map[string]struct{ schema, doc []byte }{
		"run.json":          {RunSchema, written(t, sample())},
		"proof.json":        {ProofSchema, written(t, sampleProofs())},
		"load.json":         {LoadSchemaJSON, written(t, sampleLoad(t))},
		"capacity.json":     {LoadSchemaJSON, written(t, sampleCapacity(t))},
		"requirements.json": {RequirementsSchema, written(t, sampleListings())},
	} {
		golden(t, name, c.doc)
		if err := validate(t, c.schema, c.doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	empty := written(t, Run{Schema: Schema, Verdict: "nothing"})
	if err := validate(t, RunSchema, empty); err != nil || bytes.Contains(empty, []byte("null")) {
		t.Errorf("an empty run: %v\n%s", err, empty)
	}
	if doc := written(t, Load{Schema: LoadSchema, Capacity: &Capacity{LimitedBy: "time"}, Schedule: Schedule{Shape: "max", Arrivals: "even"}}); validate(t, LoadSchemaJSON, doc) != nil || bytes.Contains(doc, []byte("null")) {
		t.Errorf("an empty load: %v\n%s", validate(t, LoadSchemaJSON, doc), doc)
	}
	for _, bad := range []string{`{}`, strings.Replace(string(written(t, sample())), `"schema": 1`, `"schema": 2`, 1)} {
		if validate(t, RunSchema, []byte(bad)) == nil {
			t.Errorf("the schema accepts %.60s", bad)
		}
	}
}

func TestJSONComesBack(t *testing.T) {
	var load Load
	if err := json.Unmarshal(written(t, sampleCapacity(t)), &load); err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, load), written(t, sampleCapacity(t)); !bytes.Equal(got, want) {
		t.Errorf("got %s", got)
	}
	var back Run
	if err := json.Unmarshal(written(t, sample()), &back); err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, back), written(t, sample()); !bytes.Equal(got, want) {
		t.Errorf("got %s", got)
	}
}

// TestSchemaNamesEveryField keeps the published schemas in step with the models.
func TestSchemaNamesEveryField(t *testing.T) {
	type object struct {
		Properties map[string]any    `json:"properties"`
		Defs       map[string]object `json:"$defs"`
	}
	for _, c := range []struct {
		schema []byte
		at     string
		of     reflect.Type
	}{
		{RunSchema, "", reflect.TypeFor[Run]()}, {RunSchema, "target", reflect.TypeFor[Target]()},
		{RunSchema, "requirement", reflect.TypeFor[Requirement]()}, {RunSchema, "scenario", reflect.TypeFor[Scenario]()},
		{RunSchema, "step", reflect.TypeFor[Step]()}, {RunSchema, "exchange", reflect.TypeFor[Exchange]()},
		{LoadSchemaJSON, "", reflect.TypeFor[Load]()}, {LoadSchemaJSON, "target", reflect.TypeFor[LoadTarget]()},
		{LoadSchemaJSON, "machine", reflect.TypeFor[Machine]()}, {LoadSchemaJSON, "schedule", reflect.TypeFor[Schedule]()},
		{LoadSchemaJSON, "quantiles", reflect.TypeFor[Quantiles]()}, {LoadSchemaJSON, "outcomes", reflect.TypeFor[Outcomes]()},
		{LoadSchemaJSON, "check", reflect.TypeFor[LoadCheck]()}, {LoadSchemaJSON, "wrong", reflect.TypeFor[Wrong]()},
		{LoadSchemaJSON, "second", reflect.TypeFor[Second]()}, {LoadSchemaJSON, "drift", reflect.TypeFor[Drift]()},
		{LoadSchemaJSON, "repeat", reflect.TypeFor[Repeat]()}, {LoadSchemaJSON, "connections", reflect.TypeFor[Connections]()},
		{LoadSchemaJSON, "shard", reflect.TypeFor[Shard]()}, {LoadSchemaJSON, "trial", reflect.TypeFor[Trial]()},
		{ProofSchema, "proof", reflect.TypeFor[Proof]()}, {RequirementsSchema, "requirement", reflect.TypeFor[Listing]()},
	} {
		var o object
		if err := json.Unmarshal(c.schema, &o); err != nil {
			t.Fatal(err)
		}
		if c.at != "" {
			o = o.Defs[c.at]
		}
		var fields, names []string
		for _, f := range reflect.VisibleFields(c.of) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
				fields = append(fields, name)
			}
		}
		for n := range o.Properties {
			names = append(names, n)
		}
		slices.Sort(fields)
		slices.Sort(names)
		if !slices.Equal(fields, names) {
			t.Errorf("%s: the model has %v, the schema %v", c.of.Name(), fields, names)
		}
	}
}
