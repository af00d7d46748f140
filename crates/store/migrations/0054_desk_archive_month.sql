-- Closed cases by name within some days: a month of the archive is walked by name, so that what was
-- closed before and after does not matter.
CREATE INDEX desk_archive_month ON desk_archive (authority, (closed_at / 2678400000), applicant_key, closed_at, case_id);
