-- Lists are ordered by the bytes of a text, so that pages have the same order on
-- every database; an index in the database's own order does not help them.

create index items_by_sku on catalog.items (org_id, sku_id collate "C");
create index purchases_by_date on stock.purchases (org_id, received_date desc, purchase_id desc);
