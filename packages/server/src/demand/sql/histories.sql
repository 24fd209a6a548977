-- The last $2 days of every series, one row each, as arrays over the days that
-- had a sale; the reader fills the zero days. A series of a store that holds
-- stock but never sold is there too, with empty arrays.
with sold as (
  select store_id, sku_id,
         array_agg($1::date - date order by date) as days_ago,
         array_agg(units_sold order by date) as units,
         array_agg(selling_price::float8 order by date) as prices
  from demand.sales_daily
  where date > $1::date - $2::integer and date <= $1::date
  group by store_id, sku_id
),
held as (
  select distinct b.store_id, b.sku_id
  from stock.inventory_batches b
  join catalog.locations l on l.org_id = b.org_id and l.store_id = b.store_id and l.kind = 'store'
  where b.snapshot_date = $1::date
),
out_of_stock as (
  select store_id, sku_id, array_agg($1::date - date order by date) as days_ago
  from demand.stockout_days
  where date > $1::date - $2::integer and date <= $1::date
  group by store_id, sku_id
)
select store_id, sku_id, i.category,
       coalesce(s.days_ago, '{}') as days_ago, coalesce(s.units, '{}') as units, coalesce(s.prices, '{}') as prices,
       coalesce(o.days_ago, '{}') as stockout_days_ago
from sold s
full join held h using (store_id, sku_id)
left join out_of_stock o using (store_id, sku_id)
join catalog.items i using (sku_id)
order by sku_id, store_id
