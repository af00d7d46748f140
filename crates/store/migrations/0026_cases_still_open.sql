-- Open cases in pages, for what must look at each of them once.
CREATE INDEX cases_still_open ON cases (bucket, id) WHERE closed_at IS NULL;
