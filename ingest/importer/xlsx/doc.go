// Package xlsx reads the rows of an Excel workbook as text, one after the other, in memory that does not grow with the sheet.
//
// It is a reader of its own because a date in a workbook is a number with a style: the row reader of the excelize library gives either the
// number or its picture ("01-05-24"), and tells the style only of a sheet that is in memory as a whole. Tests hold it against excelize.
package xlsx
