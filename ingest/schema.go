package ingest

import (
	"embed"
	"strings"

	"huisheng/analytics"
)

//go:embed schemas/*.json
var schemas embed.FS

// SchemaNames are the versions that have a schema.
var SchemaNames = []string{"complaint.v1", "event.v1", "exposure.v1", "rejected.v1"}

// Schema returns the JSON Schema (2020-12) of a version such as "complaint.v1". Decode refuses all that the schema refuses, and a
// little more that a schema cannot say (bytes of a source, the size of a whole message).
func Schema(name string) ([]byte, error) {
	b, err := schemas.ReadFile("schemas/" + name + ".json")
	if err != nil {
		return nil, &analytics.Error{Kind: analytics.KindMissing, Field: "name", Text: "没有名为 " + name + " 的格式，可用：" + strings.Join(SchemaNames, "、")}
	}
	return b, nil
}
