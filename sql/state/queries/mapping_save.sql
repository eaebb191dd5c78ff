-- Purpose: keep a mapping under a name, in the place of the one that had it.
-- Parameter 1: name
-- Parameter 2: kind of the records
-- Parameter 3: source, empty when the file tells it
-- Parameter 4: columns, as JSON
-- Parameter 5: signature of the headers
-- Parameter 6: time in ms
-- Rows: none
INSERT INTO mappings (name, kind, source, columns, signature, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, source = excluded.source, columns = excluded.columns,
    signature = excluded.signature, changed_at = excluded.changed_at
