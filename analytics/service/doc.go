// Package service holds the rules by which a company runs complaints, and says for one complaint, one department and one month what they
// ask: which clocks run and when they are over, who has to be told, what a rate means, and which sums follow, line by line.
//
// The rules are policy packs in YAML. Every figure in them is a parameter with the day from which it holds; a complaint is judged by the
// version that held on the day on which it was received. Sums are what the rules say (按规则测算), never a judgement of a person.
package service
