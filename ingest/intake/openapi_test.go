package intake

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// described is the description of an interface, ready to judge requests and answers.
type described struct {
	t        testing.TB
	compiler *jsonschema.Compiler
	document object
}

func describedBy(t testing.TB, raw []byte) *described {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	d := &described{t: t, compiler: jsonschema.NewCompiler(), document: document.(object)}
	d.compiler.AssertFormat()
	if err := d.compiler.AddResource("urn:openapi", document); err != nil {
		t.Fatal(err)
	}
	return d
}

// at follows a path of names, and references on it.
func (d *described) at(names ...string) (any, string) {
	d.t.Helper()
	var here any = d.document
	pointer := ""
	for _, name := range names {
		if to, is := here.(object)["$ref"].(string); is {
			here, pointer = d.at(strings.Split(strings.TrimPrefix(to, "#/"), "/")...)
		}
		next, there := here.(object)[name]
		if !there {
			d.t.Fatalf("the description has no %q at %s", name, pointer)
		}
		here, pointer = next, pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	return here, pointer
}

// fits holds a JSON text against the schema at a path.
func (d *described) fits(raw []byte, names ...string) error {
	d.t.Helper()
	_, pointer := d.at(names...)
	schema, err := d.compiler.Compile("urn:openapi#" + pointer)
	if err != nil {
		d.t.Fatalf("%s: %v", pointer, err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// The shape of an OpenAPI document, as far as we use it, is written down in testdata; every reference must lead somewhere.
func TestTheDescriptionIsOpenAPI(t *testing.T) {
	raw := New(Config{}).description
	shape, err := os.ReadFile("testdata/openapi_shape.json")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(shape)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:shape", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("urn:shape")
	if err != nil {
		t.Fatal(err)
	}
	d := describedBy(t, raw)
	if err := schema.Validate(d.document); err != nil {
		t.Error(err)
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case object:
			if to, is := v["$ref"].(string); is {
				d.at(strings.Split(strings.TrimPrefix(to, "#/"), "/")...)
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(d.document)
	schemas, _ := d.at("components", "schemas")
	for name, s := range schemas.(object) {
		if _, err := d.compiler.Compile("urn:openapi#/components/schemas/" + name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for field, f := range s.(object)["properties"].(object) {
			if text, _ := f.(object)["description"].(string); text == "" {
				t.Errorf("%s.%s is not described", name, field)
			}
		}
	}
}

func TestRequestsAndAnswersAreAsDescribed(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Limits.Records = 3 })
	got, err := http.Get(w.address + "/openapi.json")
	w.must(err)
	defer got.Body.Close()
	var raw json.RawMessage
	w.must(json.NewDecoder(got.Body).Decode(&raw))
	d := describedBy(t, raw)
	for _, c := range []struct {
		path, body string
		fits       bool // the description takes it
		headers    []string
	}{
		{"/v1/complaints", told("A1"), true, nil},
		{"/v1/complaints", "[" + told("A1") + "," + told("A2") + "]", true, nil},
		{"/v1/complaints", `[{"complaint_id":"A1"},` + told("A2") + "]", false, nil},
		{"/v1/complaints", `{"complaint_id":"A1"}`, false, nil},
		{"/v1/complaints", "[]", false, nil},
		{"/v1/complaints", "[1,2,3,4]", false, nil},
		{"/v1/complaints", told("A1"), true, []string{"Authorization", ""}},
		{"/v1/complaints", told("A1"), true, []string{"Content-Type", "text/plain"}},
		{"/v1/events", `{"event_id":"E1","complaint_id":"A1","kind":"resolved","at":"2026-03-02T08:00:00+08:00"}`, true, nil},
		{"/v1/events", `{"event_id":"E1","complaint_id":"A1","kind":"gone","at":"2026-03-02T08:00:00+08:00"}`, false, nil},
		{"/v1/exposures", `{"month":"2026-03","unit":"orders","value":12000}`, true, nil},
		{"/v1/exposures", `{"month":"2026-13","unit":"orders","value":12000}`, false, nil},
	} {
		err := d.fits([]byte(c.body), "paths", c.path, "post", "requestBody", "content", formJSON, "schema")
		if (err == nil) != c.fits {
			t.Errorf("%s %s: described as right: %v, %v", c.path, c.body, err == nil, err)
		}
		a := w.post(c.path, c.body, c.headers...)
		if right := a.StatusCode == http.StatusAccepted && a.body.Rejected == 0; right != (c.fits && c.headers == nil) {
			t.Errorf("%s %s was answered %s", c.path, c.body, a.raw)
		}
		kind := strings.Split(a.Header.Get("Content-Type"), ";")[0]
		if err := d.fits(a.raw, "paths", c.path, "post", "responses", a.Status[:3], "content", kind, "schema"); err != nil {
			t.Errorf("%s: the answer %s is not as described: %v", c.path, a.raw, err)
		}
	}
}
