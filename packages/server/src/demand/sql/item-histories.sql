-- The last $2 days up to $1 of the items $3 at the stores $4, a row for each pair
-- that sold, as arrays over the days with a row, in no order. Both lists are spelled out so that
-- the primary key (date, store, item) can be skipped through.
with sold as (
  select sku_id, store_id,
         array_agg($1::date - date) as days_ago,
         array_agg(units_sold) as units
  from demand.sales_daily
  where date > $1::date - $2::integer and date <= $1::date
    and store_id = any($4::text[]) and sku_id = any($3::text[])
  group by sku_id, store_id
),
empty as (
  select sku_id, store_id, array_agg($1::date - date) as days_ago
  from demand.stockout_days
  where date > $1::date - $2::integer and date <= $1::date
    and store_id = any($4::text[]) and sku_id = any($3::text[])
  group by sku_id, store_id
)
select sku_id, store_id, s.days_ago, s.units, coalesce(e.days_ago, '{}') as stockout_days_ago
from sold s left join empty e using (sku_id, store_id)
order by sku_id collate "C", store_id collate "C"
