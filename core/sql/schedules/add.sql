-- grain: one uploaded schedule. writes: fee_override.
insert into fee_override (override_id, name, fee, marketplace, draft, uploaded_at, schedule)
values (nextval('override_ids'), $name, $fee, $marketplace, $draft, $at, $schedule)
returning override_id
