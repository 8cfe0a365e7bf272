-- grain: threshold set by hand for a scope, newest first. reads: threshold_scope.
select * from threshold_scope order by made_at desc, scope_id desc
