// Package discover finds in each month what no taxonomy names yet: topics that emerge against the months before, and cards of suggestions.
// Both keep their identity from month to month.
package discover
