-- grain: run_option: a column more. reads: nothing.
-- option may also be best_plan (the exact optimum) or donate_all.
alter table run_option add column exit_units double; -- units that the option sends out in the first week
