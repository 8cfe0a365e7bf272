-- grain: plan x course x week. reads: weeks_now. writes: plan_week.
insert into plan_week by name from weeks_now
