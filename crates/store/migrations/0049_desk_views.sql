-- Views of the queue that officials saved for themselves: a name and the address with its filters.
CREATE TABLE desk_views (
    official_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (official_id, id)
);
