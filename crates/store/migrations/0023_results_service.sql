-- How often a service was provided within a window: its demand.
CREATE INDEX results_service ON results (service, issued_at);
