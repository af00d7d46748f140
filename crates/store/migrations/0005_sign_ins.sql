-- Sign-ins under way at ЕСИА; each may be answered once.
CREATE TABLE sign_ins (
    state TEXT PRIMARY KEY,
    nonce TEXT NOT NULL,
    return_to TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX sign_ins_expires ON sign_ins (expires_at);
