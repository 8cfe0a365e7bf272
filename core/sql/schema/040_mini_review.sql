-- Mini-reviews of new products that were looked at. Moments in UTC. reads: nothing.

-- grain: marketplace x sku x stage (week | month) that the seller has looked at
create table mini_review (
    marketplace varchar not null, sku varchar not null, stage varchar not null, note varchar, done_at timestamp not null,
    primary key (marketplace, sku, stage)
);
