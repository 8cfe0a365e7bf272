-- grain: sku_cost: a column more, the product's UPC, EAN or GTIN as the seller's cost table says it, digits. reads: nothing.
alter table sku_cost add column upc varchar;
