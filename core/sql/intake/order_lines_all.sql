-- grain: order line. No files overlap: every line speaks. reads: order_line
create or replace temp view newest_order_line as from order_line
