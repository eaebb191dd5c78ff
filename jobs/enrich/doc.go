// Package enrich reads complaints as they arrived, decides which telling of each counts, and writes what its words say. It works on
// offset ranges, so that it never asks for the time, and every write can be repeated.
package enrich
