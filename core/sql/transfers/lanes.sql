-- grain: from x to. reads: lane.
select * exclude (changed_at) from lane order by from_site, to_site
