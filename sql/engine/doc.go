// Package engine runs ClickHouse inside this process and lets clickhouse-go reach it as if it were a server.
//
// libchdb is ClickHouse as a shared library. It is loaded at run time with purego, so that a program without it still starts and can say
// what is missing. Open gives an Engine; Engine.Transport is an http.RoundTripper for clickhouse.Options.TransportFunc; Engine.Handler
// serves the same over loopback for other processes, curl or DBeaver. Both speak ClickHouse's HTTP protocol, so that the rest of the
// program has one path to ClickHouse, whether it is a server or this.
//
// # What a request may carry
//
// A statement in the URL (query=) or in the body or in both, parameters (param_*), settings (any other key of the URL), database,
// default_format, compress and decompress, Content-Encoding. Nothing that a request sets outlives it: there are no sessions, and
// temporary tables and SET end with their request.
//
// Answers in Native, TSV, CSV, JSONEachRow and RowBinary are streamed; in any other format the engine makes the whole answer first.
//
// # What a statement may reach
//
// The library reads any file of the machine: by file('…'), but as delivered also by SELECT * FROM '/etc/passwd' and by the function
// file in a column, both even with readonly=1, and INTO OUTFILE writes with readonly=1. So the default database is replaced by an ordinary one when the
// engine starts, and whoever has no full access (Access) is held inside by a check of every statement's tokens.
//
// # What the embedded engine does not have
//
//   - Users, roles and grants. Access to the Handler is decided by the Handler.
//   - Refreshable materialized views, ON CLUSTER (there is no DDL worker) and system.merges.
//   - Replicated tables: an insert into one hangs. Distributed tables work over a cluster whose only shard is this process (Config.Cluster).
//   - Sessions (session_id), external tables sent with a query, progress headers, asynchronous inserts across requests.
//   - Cancelling: the library offers no way to stop a statement. A cancelled request returns at once, its statement is asked to
//     stop with KILL QUERY, and its connection comes back when the statement has ended.
//   - A second process on the same directory. Open says who holds it.
package engine
