-- What Amazon paid out and took, line by line (settlement report, flat file V2). reads: nothing.
-- units: money in the settlement's currency as Amazon signs it: what the seller gets is positive, what Amazon takes is negative.
-- Where files hold the same settlement, the newest file (highest file_id) wins at read. Equal lines are real and all count.

-- grain: file x settlement
create table settlement (
    file_id bigint not null, settlement_id varchar not null, start_day date, end_day date, deposit_day date,
    total decimal(18,4) not null, currency varchar
);

-- grain: file x line of a settlement; marketplace NULL: the whole account; sku NULL: the line is about no SKU
create table settlement_line (
    file_id bigint not null, settlement_id varchar not null, day date, marketplace varchar,
    transaction_type varchar, amount_type varchar, amount_description varchar,
    order_id varchar, order_item_id varchar, sku varchar, units bigint, amount decimal(18,4) not null, currency varchar
);
