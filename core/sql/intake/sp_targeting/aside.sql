-- grain: row of an ad group that names no target: the export's subtotal, whose clicks stand in the rows of its targets too. reads: typed
select row_no, 'target' as column_name, 'no_target' as code, ad_group as value from typed where target is null and campaign is not null
