package intake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"huisheng/ingest"
)

// openAPI describes the interface as OpenAPI 3.1, with the limits that hold here. The records are the published JSON Schemas but for the
// source, which the key tells.
func (in *Intake) openAPI() object {
	schemas := object{"Receipt": receiptSchema(), "Problem": problemSchema()}
	paths := object{
		"/healthz": object{"get": probe("进程是否在应答", object{"200": status("进程在应答")})},
		"/readyz":  object{"get": probe("现在能否接收", object{"200": status("能接收"), "503": ref("responses", "busy")})},
	}
	for _, e := range entrances {
		schemas[e.schema] = recordSchema(e.format)
		paths[e.path] = object{"post": in.operation(e)}
	}
	return object{
		"openapi": "3.1.0",
		"info": object{"title": "回声 接口", "version": "1",
			"description": "投诉、处理记录和投诉率分母的接收接口。答复 202 时记录已写入 Kafka 的全部副本，此后断电也不会丢失。一件投诉由来源和编号认定，" +
				"原样再发一次只算重复，所以没有收到答复时放心重发，不需要 Idempotency-Key。"},
		"servers":  []any{object{"url": "/"}},
		"security": []any{object{"key": []any{}}},
		"paths":    paths,
		"components": object{
			"securitySchemes": object{"key": object{"type": "http", "scheme": "bearer", "description": "huisheng keys create 给出的密钥，以 hs_ 开头"}},
			"schemas":         schemas,
			"responses":       problemResponses(),
		},
	}
}

// object is a JSON object of the description.
type object = map[string]any

// entrance is an address that takes records.
type entrance struct{ path, topic, format, schema, name string }

var entrances = []entrance{
	{"/v1/complaints", ingest.TopicComplaints, "complaint.v1", "Complaint", "投诉"},
	{"/v1/events", ingest.TopicEvents, "event.v1", "Event", "处理记录"},
	{"/v1/exposures", ingest.TopicExposures, "exposure.v1", "Exposure", "投诉率的分母"},
}

func ref(kind, name string) object { return object{"$ref": "#/components/" + kind + "/" + name} }

func (in *Intake) operation(e entrance) object {
	l := in.Limits
	record := ref("schemas", e.schema)
	return object{
		"summary":     "接收" + e.name,
		"operationId": "post" + e.schema + "s",
		"description": fmt.Sprintf("一个对象、一个数组，或每行一个对象（NDJSON）。逐条检查：对的接收，错的退回并列在 errors 里，也作为退回保存。"+
			"一次最多 %d 条、%d 字节（gzip 解压之后计）；同时最多 %d 个请求，每把密钥 %d 个；请求须在 %.0f 秒内传完；每把密钥每秒默认最多 %d 条。",
			l.Records, l.BodyBytes, l.Concurrent, l.PerKey, l.BodyWait.Seconds(), l.Rate),
		"parameters": []any{object{"name": "Content-Encoding", "in": "header", "description": "压缩方式", "schema": object{"enum": []any{"gzip", "identity"}}}},
		"requestBody": object{"required": true, "content": object{
			formJSON: object{"schema": object{"oneOf": []any{record,
				object{"type": "array", "minItems": 1, "maxItems": l.Records, "items": record}}}},
			formNDJSON: object{"schema": object{"type": "string", "description": "每行一个 " + e.schema + "；空行不计"}},
		}},
		"responses": object{
			"202": object{"description": "至少接收了一条，都已写入 Kafka；rejected 大于 0 时另有退回的", "content": object{formJSON: object{"schema": ref("schemas", "Receipt")}}},
			"400": ref("responses", "unreadable"), "401": ref("responses", "unauthorised"), "408": ref("responses", "slow"),
			"413": ref("responses", "too-large"), "415": ref("responses", "media-type"), "422": ref("responses", "none-accepted"),
			"429": ref("responses", "rate"), "500": ref("responses", "fault"), "503": ref("responses", "busy"),
		},
	}
}

func probe(summary string, responses object) object {
	return object{"summary": summary, "security": []any{}, "responses": responses}
}

func status(description string) object {
	return object{"description": description, "content": object{formJSON: object{"schema": object{"type": "object", "required": []any{"status"},
		"properties": object{"status": object{"const": "ok"}}}}}}
}

// recordSchema is a published schema in which the source may be left out.
func recordSchema(format string) object {
	raw, err := ingest.Schema(format)
	var schema object
	if err == nil {
		err = json.Unmarshal(raw, &schema)
	}
	if err != nil {
		panic(fmt.Sprintf("the schema %s is not in the program: %v", format, err)) // a fault of the build, found by every test
	}
	delete(schema, "$schema")
	delete(schema, "$id")
	schema["required"] = slices.DeleteFunc(schema["required"].([]any), func(name any) bool { return name == "source" })
	schema["properties"].(object)["source"] = object{"description": "由密钥决定，可以省略；与密钥的来源不同时这条记录退回", "type": []any{"string", "null"}}
	return schema
}

func whole(description string) object {
	return object{"description": description, "type": "integer", "minimum": 0}
}

func words(description string) object { return object{"description": description, "type": "string"} }

func receiptSchema() object {
	return object{
		"description": "每条记录的去向。列在这里的都已写入 Kafka",
		"type":        "object", "required": []any{"import", "source", "accepted", "rejected", "records"}, "additionalProperties": false,
		"properties": receiptFields(),
	}
}

func receiptFields() object {
	return object{
		"import":   whole("这把密钥当天的导入编号，huisheng imports 里可查"),
		"source":   words("归入的来源"),
		"accepted": whole("接收的条数"),
		"rejected": whole("退回的条数"),
		"records": object{"description": "逐条的去向，按请求里的次序", "type": "array", "items": object{
			"type": "object", "required": []any{"index", "state"}, "additionalProperties": false,
			"properties": object{"index": whole("从 0 数起的次序"), "id": words("complaint_id 或 event_id；分母没有"),
				"state": object{"description": "accepted 已接收，rejected 已退回", "enum": []any{"accepted", "rejected"}}}}},
		"errors": object{"description": "退回的原因", "type": "array", "items": object{
			"type": "object", "required": []any{"index", "field", "detail"}, "additionalProperties": false,
			"properties": object{"index": whole("从 0 数起的次序"), "field": words("出错的字段；整条有错时为空"), "detail": words("错在哪里，怎样改")}}},
	}
}

func problemSchema() object {
	fields := receiptFields()
	var types []any
	for _, t := range problemTypes {
		types = append(types, problemURN+t.name)
	}
	fields["type"] = object{"description": "错误的种类", "enum": types}
	fields["title"] = words("错误种类的名称")
	fields["status"] = object{"description": "HTTP 状态码", "type": "integer", "minimum": 400, "maximum": 599}
	fields["detail"] = words("错在哪里，怎样做")
	return object{"description": "RFC 9457 的错误说明；没有一条被接收时附有逐条的原因", "type": "object",
		"required": []any{"type", "title", "status", "detail"}, "additionalProperties": false, "properties": fields}
}

// problemResponses are the answers that refuse, by the name of their problem. busy stands for down as well.
func problemResponses() object {
	responses := object{}
	for _, t := range problemTypes {
		r := object{"description": t.title, "content": object{"application/problem+json": object{"schema": ref("schemas", "Problem")}}}
		switch t.status {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			r["description"] = t.title + "。什么都没有确认，等 Retry-After 秒之后原样再发"
			r["headers"] = object{"Retry-After": object{"description": "多少秒之后再发", "required": true, "schema": object{"type": "integer", "minimum": 1}}}
		case http.StatusUnauthorized:
			r["headers"] = object{"WWW-Authenticate": object{"description": "Bearer", "schema": object{"type": "string"}}}
		}
		responses[t.name] = r
	}
	return responses
}

// describe serves the description.
func (in *Intake) describe(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", strconv.Itoa(len(in.description)))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "max-age=300")
	_, _ = w.Write(in.description)
}
