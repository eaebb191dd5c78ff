// Package sample makes believable complaints about a maker of appliances and phones that does not exist, together with what
// happened to each of them, and plants causes whose truth is known. It feeds the demonstration and is what the scoring of topics,
// duplicates, suggestions, warnings and root causes runs on. Equal configurations give equal bytes on every machine.
//
// # How a sample is made
//
// Days are weighed first: topic × product by season, sales, holidays, days of the week and growth, and on top the planted causes. The
// rows are spread over the days by these weights, to the row. Every complaint then has a stream of random numbers of its own,
// from the seed, its day and its place in the day, so that a sample of any size streams in order of time and holds no more than
// a day's clock and the matters that will be told again.
//
// The words are in words/*.txt, by topic and kind of product; registers put them together (plain, terse, polite, angry, rambling,
// recorded by an agent, formal, idea), and slips, punctuation and contact data come last.
//
// # Orders
//
// WriteJSONL ends with what complaint rates divide by: the orders of every month as a whole, by department and by product line. The orders of
// the departments sum up to the whole, and so do those of the product lines. Departments that handle no orders, such as 财务部, have none. How
// many there are follows from the complaints over all months, with a growth, holidays, sales and seasons of their own, so that the rate of a
// month rises where complaints do. They are drawn from a stream of their own and shift nothing else.
//
// # The truth file
//
// The first line is Truth: causes with their days, the smallest set of attributes that explains them, and how many complaints they are
// expected to add; launches of models, topics, drivers of satisfaction. Then comes a line for every complaint, with the fields of
// Label, empty ones left out. The last line counts the complaints of every cause:
//
//	{"kind":"truth","rows":50000,"seed":1,"causes":[{"id":"batch","kind":"batch","from":"2024-11-25",…}],…}
//	{"complaint_id":"TS20230101000001","topic":"fault.leak","core":"fault.leak#3","register":"plain","form":"9f…"}
//	{"kind":"totals","causes":{"batch":171,…}}
//
// # How to score with it
//
// Topics: topic is the primary one; also are other matters. A complaint without words has its topic too, which its category may tell.
// Emerging topics (codes emerging.…) are in no taxonomy: a classifier is right to leave them out, and discovery is to find them.
//
// Duplicates: complaints with one duplicate are one customer's matter. exact and near ones are alike to the letter or nearly; again is
// the same matter in new words, which likeness alone cannot find. Members of a template are alike too. Two other texts with one core
// may read alike by chance, as short complaints do: such pairs are neither right nor wrong.
//
// Suggestions: suggestion names the sentence, so that equal ones form one card. A demand that begins with 希望 is none.
//
// Causes: those who repeat themselves bring a cause's complaints up to a month after its days. Days without a cause differ by chance,
// season and launches only.
//
// # Personal data
//
// Names, numbers and plates look real and reach nobody: mobiles have prefixes that are not assigned, identity numbers a county that
// does not exist, cards a bank that does not, mails a domain for examples. Check digits are right.
package sample
