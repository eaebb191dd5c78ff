// Package importer reads tables of complaints, of the steps of their handling and of exposures: text, JSON, workbooks, Parquet, in folders and
// archives. It maps their columns to fields, by what a person told, by their names and by their values; masks personal data; and sends the
// records to Kafka. It reads a table once, in flat memory, and says of every row what became of it.
package importer
