-- The last $2 days up to $1 of every series that sold, without prices, and how its
-- forecasts erred: what drift is measured from. The days are in no order: sorting
-- half a million rows took two thirds of the time, sorting each series takes none.
with sold as (
  select store_id, sku_id,
         array_agg($1::date - date) as days_ago,
         array_agg(units_sold) as units
  from demand.sales_daily
  where date > $1::date - $2::integer and date <= $1::date
  group by store_id, sku_id
),
empty as (
  select store_id, sku_id, array_agg($1::date - date) as days_ago
  from demand.stockout_days
  where date > $1::date - $2::integer and date <= $1::date
  group by store_id, sku_id
)
select store_id, sku_id, s.days_ago, s.units, coalesce(o.days_ago, '{}') as stockout_days_ago,
       coalesce(e.errors, '{}') as errors
from sold s
left join empty o using (store_id, sku_id)
left join demand.series_errors e using (store_id, sku_id)
