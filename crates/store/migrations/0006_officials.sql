-- Officials and how they sign in.
CREATE TABLE officials (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    authority TEXT NOT NULL,
    roles TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret BYTEA,
    totp_step BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    locked_until BIGINT
);
CREATE INDEX officials_authority ON officials (authority);
