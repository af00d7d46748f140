-- How results are looked up beside their id: what a person holds of a service, and what is not
-- in force.
CREATE INDEX results_given ON results (bucket, person_id, service, output);
CREATE INDEX results_state ON results (state, changed_at);
