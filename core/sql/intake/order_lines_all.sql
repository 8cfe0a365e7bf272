-- grain: order line. No files overlap and no order holds a SKU twice: every line speaks, and is one order of its SKU. reads: order_line
create or replace temp view newest_order_line as select *, 1 as is_first from order_line
