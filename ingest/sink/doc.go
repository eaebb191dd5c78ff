// Package sink brings what is in Kafka into the store, and tells Kafka only then. Its steps, numbered where they happen:
//
//  1. Fetch a block of messages and note the place of each.
//  2. Decode the block, mask what nobody masked, and make rejected records of what cannot be taken.
//  3. Collect the rows into one batch per topic, in the order in which they came.
//  4. Store a batch when it is due, again and again until the store takes it. Rows that the store finds at fault are stored as rejected.
//  5. Mark the places of the rows as done.
//  6. Commit, per partition, the offset up to which every place is done.
//
// A crash between 4 and 6 makes Kafka deliver records once more, with the same epoch, partition and offset, which is how the tables know
// them. Nothing is ever skipped: a record is either stored or stored as rejected before any later offset of its partition is committed.
//
// Memory is bounded by the blocks under way (a few thousand messages, and never more than the source reads ahead) and by the batches:
// those being stored, and one per topic being collected. When the store does not keep up, the steps before it wait.
package sink
