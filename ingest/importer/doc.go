// Package importer reads files of complaints (CSV, and JSON with one object a line), maps their columns to fields, masks personal
// data, and sends the records to Kafka. It reads a file once, in flat memory, and says of every row what became of it.
package importer
