-- From when until when an official has authority to sign (приказ, доверенность): JSON, empty when unlimited.
ALTER TABLE officials ADD COLUMN mandate TEXT NOT NULL DEFAULT '{}';
