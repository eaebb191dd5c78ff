// Package sql holds every statement that Huisheng sends to its databases, one file each, and renders them for the size of the
// installation. migrations/ makes the tables of the warehouse, queries/ reads and writes them; the state keeps its own beside it.
package sql
