// Package intake takes complaints, events and exposures over HTTP. A request carries one record or many; each is judged by itself, masked,
// and given to Kafka, and the sender is told that it was taken only when Kafka has it. Its steps, numbered where they happen:
//
//  1. Who sends: the key names the source, and what the key may send per second.
//  2. Is there room: the backlog, the requests under way.
//  3. Read the body, unpack it, cut it into records.
//  4. Make a message of each record, or a refusal, which is a message too.
//  5. Write down in the ledger what is about to be given to Kafka.
//  6. Give it to Kafka and wait until all replicas have it.
//  7. Answer; that Kafka has it is written down with the next entry of the ledger.
//
// A crash before 6 ends leaves the sender without an answer. It sends the same again, and what had been taken already counts as repeated.
// A form for customers, off by default, goes the same way from step 4 on.
package intake
