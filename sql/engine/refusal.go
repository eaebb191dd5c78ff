package engine

import "strings"

// refusals are names that reach out of the engine. They are read from the engine itself and everything is refused that is not known
// to be harmless, so that a newer library does not open a door unseen.
type refusals struct {
	functions map[string]bool // table functions, and functions that read files; in small letters
	engines   map[string]bool // of tables and databases; in small letters
}

// harmlessFunctions are the table functions that stay inside the engine.
var harmlessFunctions = lower("numbers numbers_mt zeros zeros_mt primes generaterandom generateseries generate_series values sqlstandardvalues " +
	"view viewifpermitted viewexplain null merge mergetreeindex mergetreeprojection mergetreetextindex mergetreeanalyzeindexes " +
	"mergetreeanalyzeindexesuuid dictionary loop format input fuzzjson")

// outwardFunctions are what is not in system.table_functions: the scalar function file, models and language models, and the disk(…) of
// a table's settings.
var outwardFunctions = lower("file catboostevaluate disk aiclassify aigenerate aiextract aitranslate aiembed evalmlmethod python")

// harmlessEngines are the engines that keep their data in the engine's own directory, besides all of the MergeTree family.
var harmlessEngines = lower("memory null view materializedview log tinylog stripelog set join buffer distributed merge dictionary generaterandom " +
	"alias atomic replicated ordinary")

// readRefusals asks the engine for the names that it knows.
func readRefusals(c *connection) (refusals, error) {
	r := refusals{functions: map[string]bool{}, engines: map[string]bool{}}
	names, err := c.text("SELECT arrayStringConcat(groupArray(lower(name)), ' ') FROM system.table_functions")
	if err != nil {
		return r, err
	}
	for _, name := range strings.Fields(names) {
		r.functions[name] = !harmlessFunctions[name]
	}
	for name := range outwardFunctions {
		r.functions[name] = true
	}
	names, err = c.text("SELECT arrayStringConcat(groupArray(lower(name)), ' ') FROM " +
		"(SELECT name FROM system.table_engines UNION ALL SELECT name FROM system.database_engines)")
	if err != nil {
		return r, err
	}
	for _, name := range strings.Fields(names) {
		r.engines[name] = !harmlessEngines[name] && !strings.HasSuffix(name, "mergetree")
	}
	return r, nil
}

// check looks at every token: a name that is called or handed to APPLY, what stands after ENGINE, and the clauses that read or write
// files. It is strict: a table that is called url must be renamed or quoted away from a bracket.
func (r refusals) check(s *inspected) error {
	for n, t := range s.tokens {
		if t.kind != wordToken && t.kind != nameToken {
			continue
		}
		name, next, before := strings.ToLower(t.text), s.at(n+1), s.at(n-1)
		called := next.symbol('(') || before.word("APPLY") || before.symbol('(') && s.at(n-2).word("APPLY")
		switch {
		case called && r.functions[name]:
			return refuse(codeAccessDenied, "Function "+t.text+" is not allowed: it reaches out of the database")
		case t.kind == wordToken && (fileSettings[name] && next.symbol('=')):
			return refuse(codeAccessDenied, "Setting "+t.text+" is not allowed")
		case t.word("OUTFILE"), t.word("INFILE"):
			return refuse(codeAccessDenied, strings.ToUpper(t.text)+" is not allowed")
		}
		if changesTables[s.first] {
			if err := r.checkTable(s, n); err != nil {
				return err
			}
		}
	}
	if s.first == "CREATE" && !creatable[strings.ToUpper(s.at(1).text)] {
		return refuse(codeAccessDenied, "CREATE "+strings.ToUpper(s.at(1).text)+" is not allowed")
	}
	return nil
}

// changesTables are the first words of statements that can name an engine, a source or a place outside.
var changesTables = words("CREATE ATTACH REPLACE ALTER")

func (r refusals) checkTable(s *inspected, n int) error {
	t, next := s.at(n), s.at(n+1)
	if t.word("ENGINE") {
		if next.symbol('=') {
			next = s.at(n + 2)
		}
		if r.engines[strings.ToLower(next.text)] {
			return refuse(codeAccessDenied, "Engine "+next.text+" is not allowed: it reaches out of the database")
		}
	}
	if t.word("FROM") && (s.first == "ATTACH" && next.kind == textToken || s.first == "ALTER" && next.kind == textToken) {
		return refuse(codeAccessDenied, "Reading from "+next.text+" is not allowed")
	}
	if t.word("DICTIONARY") && (s.at(n-1).word(s.first) || s.at(n-1).word("REPLACE")) {
		return refuse(codeAccessDenied, "Dictionaries are not allowed: their sources reach out of the database")
	}
	return nil
}
