// Package lifecycle folds the events of one complaint into one life: its stages with their times, who has it, pauses, rounds, clocks, and
// what in the record contradicts itself. The fold does not depend on the order in which events arrive or how often they do, and chooses
// as sql/queries/assemble_month.sql does; a test on the engine holds the two together. What cannot be so is reported and never guessed.
package lifecycle
