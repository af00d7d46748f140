-- Pieces of uploads under way; each lies in the object store under its hash until the whole is
-- put together.
CREATE TABLE attachment_parts (
    bucket BIGINT NOT NULL,
    attachment_id TEXT NOT NULL,
    from_byte BIGINT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (bucket, attachment_id, from_byte)
);
