-- grain: site that the seller added. reads: site.
select * exclude (changed_at) from site order by site
