-- The books are taken by the hour of arrival, and refused records are looked through by day, while the keys of these tables begin with the
-- source. Arrivals come in order of time, so that the least and the greatest of every granule leave out nearly all others.
ALTER TABLE {{table "complaints"}} ADD INDEX IF NOT EXISTS by_arrival arrived_at TYPE minmax GRANULARITY 1;
ALTER TABLE {{table "complaints"}} MATERIALIZE INDEX by_arrival;
ALTER TABLE {{table "events"}} ADD INDEX IF NOT EXISTS by_arrival arrived_at TYPE minmax GRANULARITY 1;
ALTER TABLE {{table "events"}} MATERIALIZE INDEX by_arrival;
ALTER TABLE {{table "exposures"}} ADD INDEX IF NOT EXISTS by_arrival arrived_at TYPE minmax GRANULARITY 1;
ALTER TABLE {{table "exposures"}} MATERIALIZE INDEX by_arrival;
ALTER TABLE {{table "rejected"}} ADD INDEX IF NOT EXISTS by_arrival arrived_at TYPE minmax GRANULARITY 1;
ALTER TABLE {{table "rejected"}} MATERIALIZE INDEX by_arrival;
