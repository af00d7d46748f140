-- What a case waits for, who holds it ('' for nobody), the last day of its term as days since
-- 1970 (0 without a running term), and everything a row of the queue shows, so that a page reads
-- this table alone. Rows from before are read from their cases until they are written again.
ALTER TABLE desk_queue ADD COLUMN waits TEXT NOT NULL DEFAULT 'machine';
ALTER TABLE desk_queue ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE desk_queue ADD COLUMN day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE desk_queue ADD COLUMN line TEXT NOT NULL DEFAULT '';
UPDATE desk_queue SET
    waits = CASE
        WHEN state IN ('submitted', 'delivering') THEN 'delivery'
        WHEN state = 'suspended' THEN 'suspension'
        WHEN state = 'awaiting_applicant' THEN 'applicant'
        WHEN state = 'awaiting_payment' THEN 'payment'
        WHEN state = 'delivered' AND needs_person IS NOT NULL THEN 'intake'
        WHEN state IN ('decision_positive', 'result_ready') AND needs_person IS NOT NULL THEN 'sign'
        WHEN state IN ('decision_positive', 'result_ready') THEN 'issue'
        WHEN needs_person IS NOT NULL THEN 'decide'
        ELSE 'machine' END,
    holder = coalesce(assignee_id, ''),
    day = CASE WHEN due_at IS NULL THEN 0 ELSE due_at / 86400000 END;
