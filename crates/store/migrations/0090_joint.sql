-- Parts of joint applications. The bucket is that of the draft of the one who files.
CREATE TABLE joint_parts (
    bucket BIGINT NOT NULL,
    id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body_version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (bucket, id)
);
CREATE INDEX joint_parts_draft ON joint_parts (bucket, draft_id, id);
-- Who is invited, by the digits of a СНИЛС: they may sign in for the first time after that.
CREATE TABLE joint_invited (
    snils TEXT NOT NULL,
    part_id TEXT NOT NULL,
    PRIMARY KEY (snils, part_id)
);
