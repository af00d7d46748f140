-- Where the stocks of an authority lie, the newest first.
CREATE TABLE authority_stocks (
    authority TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    stock_id TEXT NOT NULL,
    PRIMARY KEY (authority, published_at, stock_id)
);
