-- How many rows one value of each further column of an index leaves, as SQLite's planner reads it.
-- Nothing of it is measured: without these rows the planner takes all indexes that begin alike for
-- equally good and walks the whole queue to find what one of them holds by itself. Written down, a
-- plan is the same in every database and is the one the test of plans has read. The first line only
-- makes the table of statistics, the last one has this connection read it.
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1 WHERE tbl IN ('desk_queue', 'desk_archive');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('desk_queue', 'desk_queue_term', '100000 50000 2 1'),
    ('desk_queue', 'desk_queue_applicant', '100000 50000 2 1'),
    ('desk_queue', 'desk_queue_number', '100000 50000 1'),
    ('desk_queue', 'desk_queue_s', '100000 50000 5000 2 1'),
    ('desk_queue', 'desk_queue_w', '100000 50000 5000 2 1'),
    ('desk_queue', 'desk_queue_h', '100000 50000 1000 2 1'),
    ('desk_queue', 'desk_queue_sw', '100000 50000 5000 500 2 1'),
    ('desk_queue', 'desk_queue_sh', '100000 50000 5000 100 2 1'),
    ('desk_queue', 'desk_queue_wh', '100000 50000 5000 100 2 1'),
    ('desk_queue', 'desk_queue_swh', '100000 50000 5000 500 20 2 1'),
    ('desk_queue', 'sqlite_autoindex_desk_queue_1', '100000 50000 1'),
    ('desk_archive', 'desk_archive_name', '1000000 500000 20 2 1'),
    ('desk_archive', 'desk_archive_day', '1000000 500000 2 1'),
    ('desk_archive', 'desk_archive_month', '1000000 500000 10000 5 2 1'),
    ('desk_archive', 'sqlite_autoindex_desk_archive_1', '1000000 500000 1');
ANALYZE sqlite_schema;
