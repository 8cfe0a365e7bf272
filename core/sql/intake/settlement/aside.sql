-- grain: line of a settlement that is about another channel (Non-Amazon): right, but about no stock of a marketplace. reads: typed
select row_no, 'store' as column_name, 'non_amazon' as code, store as value from typed where store ilike 'non-amazon%'
