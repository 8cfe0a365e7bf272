-- grain: marketplace x niche x what x value, as the seller has it. reads: niche
select marketplace, niche, what, value from niche order by all
