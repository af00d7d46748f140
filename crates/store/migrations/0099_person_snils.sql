-- Whom a register means: the СНИЛС of a person who signed in, digits only. Who signed in last with it
-- has it.
CREATE TABLE person_snils (
    snils TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL
);
