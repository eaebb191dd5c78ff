-- Purpose: the complaints of some selections by their values on some axes, each once, for what is counted in memory in many ways. .Axes are
-- the columns, .Picks the conditions of the selections. With .Thin only one complaint of so many is read, always the same ones.
-- Parameter one_in: how many complaints there are to each that is read
-- Rows: one per complaint that is in any selection, in no order: bits of the selections that it is in, days since 1970, its values
SELECT toUInt32({{range $i, $p := .Picks}}{{if $i}} + {{end}}({{$p}}) * bitShiftLeft(toUInt32(1), {{$i}}){{end}}) AS picked, toUInt16(day){{range .Axes}}, toString({{.}}){{end}}
FROM facts
WHERE ({{range $i, $p := .Picks}}{{if $i}} OR {{end}}{{$p}}{{end}}){{if .Thin}} AND cityHash64(source, complaint_id) % {one_in:UInt32} = 0{{end}}
