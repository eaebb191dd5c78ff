// Package broker runs a broker that speaks the Kafka protocol inside this process and keeps its log in a data directory. It is what
// makes the embedded size one program: everything else talks to it over loopback as it would to Apache Kafka.
//
// It stands on kfake, which calls itself a fake for tests, so this package holds what kfake lacks: a lock on the directory, topics
// made explicitly, no retention by time, and deletion of what has been stored.
package broker
