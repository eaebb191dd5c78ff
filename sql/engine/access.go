package engine

import (
	"bytes"
	"io"
	"strings"
)

// Access says who may use a Handler and for what.
type Access struct {
	// User and Password are asked for where Password is not empty. An empty User is ClickHouse's "default".
	User, Password string
	// ReadOnly lets a client read and change nothing.
	ReadOnly bool
	// Full lets statements reach files, the network and the engine itself. It is for our own statements only.
	Full bool

	local bool // the client is in this process
}

// readers are the first words of statements that change nothing.
var readers = words("SELECT WITH SHOW DESCRIBE DESC EXPLAIN EXISTS CHECK USE SET VALUES FROM")

// writers are the first words that a client without full access may use besides.
var writers = words("INSERT CREATE ALTER DROP TRUNCATE RENAME EXCHANGE OPTIMIZE DELETE UPDATE REPLACE ATTACH DETACH UNDROP KILL")

// creatable are the words after CREATE (OR REPLACE, TEMPORARY and so on) whose objects live inside the engine.
var creatable = words("TABLE VIEW MATERIALIZED DATABASE TEMPORARY OR REPLACE UNIQUE INDEX")

// readSettings are the settings that a client who may only read may set: they shape its own answer and nothing else.
var readSettings = lower("max_execution_time timeout_overflow_mode max_result_rows max_result_bytes result_overflow_mode max_block_size max_threads " +
	"max_rows_to_read max_bytes_to_read read_overflow_mode limit offset extremes final join_use_nulls session_timezone date_time_output_format " +
	"max_memory_usage readonly async_insert wait_for_async_insert select_sequential_consistency use_query_cache log_queries")

// fileSettings are settings that name files or change how a statement is read, wherever they stand.
var fileSettings = lower("dialect format_schema format_schema_source format_schema_message_name format_template_row format_template_resultset " +
	"format_template_row_format format_template_resultset_format input_format_record_errors_file_path output_format_schema readonly " +
	"allow_ddl log_comment storage_policy disk table_disk")

// check refuses what the access does not allow. ClickHouse's own parser has the last word for who may only read: its class must be
// one that changes nothing, and readonly is set on the connection besides.
func (e *Engine) check(q *request, access Access) error {
	s, err := inspect(q.statement)
	if err != nil {
		return err
	}
	if access.Full && !access.ReadOnly {
		return nil
	}
	if s.strange {
		return refuse(codeSyntax, "Syntax error: a character or an escape that is not accepted here, or a quote without an end")
	}
	if err := e.refused.check(s); err != nil {
		return err
	}
	if access.ReadOnly {
		return e.checkReader(q, s)
	}
	for _, v := range q.settings {
		if fileSettings[strings.ToLower(v.name)] {
			return refuse(codeAccessDenied, "Setting "+v.name+" is not allowed")
		}
	}
	if !readers[s.first] && !writers[s.first] && s.first != "(" {
		return refuse(codeAccessDenied, "Statements that begin with "+s.first+" are not allowed")
	}
	if q.insert {
		return e.checkValues(q)
	}
	return nil
}

// checkReader holds a client who may only read to reading.
func (e *Engine) checkReader(q *request, s *inspected) error {
	if !readers[s.first] && s.first != "(" {
		return refuse(codeReadonly, "Cannot execute "+s.first+" in readonly mode")
	}
	kept := q.settings[:0:0]
	for _, v := range q.settings {
		name := strings.ToLower(v.name)
		if !readSettings[name] && (!strings.HasPrefix(name, "output_format_") || fileSettings[name]) {
			return refuse(codeReadonly, "Cannot modify '"+v.name+"' setting in readonly mode")
		}
		if name != "readonly" { // ours follows
			kept = append(kept, v)
		}
	}
	q.settings = kept
	if err := e.enter(); err != nil {
		return err
	}
	defer e.leave()
	e.rootMu.Lock()
	count, class := e.root.classify(q.statement)
	e.rootMu.Unlock()
	session := class == classControl && (s.first == "SET" || s.first == "USE")
	if class == classUnknown { // it does not parse: the engine says why, and better
		return nil
	}
	if count != 1 || class != classReadOnly && !session {
		return refuse(codeReadonly, "Cannot execute query in readonly mode")
	}
	return nil
}

// maxCheckedValues is how much of an INSERT … VALUES is looked at. Values may be expressions, file('…') among them.
const maxCheckedValues = 1 << 20

// checkValues looks at values as at a statement. Values that are too long to look at may only be literals.
func (e *Engine) checkValues(q *request) error {
	if !strings.EqualFold(q.format, "Values") {
		return nil
	}
	head, err := io.ReadAll(io.LimitReader(q.data, maxCheckedValues))
	if err != nil {
		return err
	}
	q.data = io.MultiReader(bytes.NewReader(head), q.data)
	if len(head) == maxCheckedValues {
		q.imposed = append(q.imposed, setting{"input_format_values_interpret_expressions", "0"})
		return nil
	}
	values, err := inspect(string(head))
	if err != nil {
		return err
	}
	if values.strange {
		return refuse(codeSyntax, "Cannot read the values")
	}
	return e.refused.check(values)
}

// words makes a set of upper-case words.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// lower makes a set of words as they are.
func lower(list string) map[string]bool { return words(list) }
