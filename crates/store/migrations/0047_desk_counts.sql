-- How many lines a queue has of each sort, kept in the batch that changes a line: 'WAITS/HOLDER'
-- and 'day/DAY'. In shards, so that cases of one authority do not wait for each other's row.
CREATE TABLE desk_counts (
    authority TEXT NOT NULL,
    what TEXT COLLATE "C" NOT NULL,
    shard BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (authority, what, shard)
);
INSERT INTO desk_counts (authority, what, shard, n)
    SELECT authority, waits || '/' || holder, -1, count(*) FROM desk_queue GROUP BY authority, waits, holder;
INSERT INTO desk_counts (authority, what, shard, n)
    SELECT authority, 'day/' || CAST(day AS TEXT), -1, count(*) FROM desk_queue GROUP BY authority, day;
