-- grain: order line that is right but no sale of ours: stock leaving (Non-Amazon: removals and disposals),
-- free replacements, and returned units that Amazon graded and sold again.
-- reads: typed
select row_no, 'sales_channel' as column_name, 'non_amazon' as code, sales_channel as value from typed where sales_channel ilike 'non-amazon%'
union all
select row_no, 'is_replacement', 'replacement_order', order_id from typed where is_replacement and coalesce(sales_channel, '') not ilike 'non-amazon%'
union all
select row_no, 'sku', 'graded_resale', sku from typed where starts_with(sku, 'amzn.gr.') and coalesce(sales_channel, '') not ilike 'non-amazon%'
