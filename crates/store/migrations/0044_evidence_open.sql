-- Requests that wait, by source: the overview of the exchange.
CREATE INDEX evidence_requests_open ON evidence_requests (source, state, asked_at)
    WHERE state IN ('queued', 'sent', 'overdue', 'failed');
