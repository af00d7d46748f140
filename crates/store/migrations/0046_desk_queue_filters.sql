-- One index for every combination of filters the desk offers; each ends with the order of the
-- queue, so a page is a walk along one of them.
CREATE INDEX desk_queue_s ON desk_queue (authority, service, sort_at, case_id);
CREATE INDEX desk_queue_w ON desk_queue (authority, waits, sort_at, case_id);
CREATE INDEX desk_queue_h ON desk_queue (authority, holder, sort_at, case_id);
CREATE INDEX desk_queue_sw ON desk_queue (authority, service, waits, sort_at, case_id);
CREATE INDEX desk_queue_sh ON desk_queue (authority, service, holder, sort_at, case_id);
CREATE INDEX desk_queue_wh ON desk_queue (authority, waits, holder, sort_at, case_id);
CREATE INDEX desk_queue_swh ON desk_queue (authority, service, waits, holder, sort_at, case_id);
