-- Adds to each series the errors of the days up to $1 that were not compared before, from
-- the newest forecast made before them, and keeps the last sixteen weeks. A stock-out day
-- that sold no more than was expected is unknown.
with run as (
  select forecast_run_id, data_until, coalesce(compared_until, data_until) - data_until as compared_days,
         least($1::date - data_until, horizon_days) as due_days
  from demand.forecast_runs
  where state <> 'building' and data_until < $1::date
  order by data_until desc, made_at desc limit 1
),
days as (
  select f.store_id, f.sku_id, r.data_until + r.compared_days + d.place::integer as date, d.mean
  from run r
  join demand.forecasts f using (forecast_run_id)
  cross join lateral unnest(f.mean[r.compared_days + 1:r.due_days]) with ordinality as d (mean, place)
)
insert into demand.series_errors as kept (org_id, store_id, sku_id, until, errors)
select platform.current_org(), d.store_id, d.sku_id, $1::date,
       array_agg(case when o.date is not null and coalesce(s.units_sold, 0) <= d.mean then 'NaN'::real
                      else d.mean - coalesce(s.units_sold, 0) end order by d.date)
from days d
left join demand.sales_daily s
  on s.store_id = d.store_id and s.sku_id = d.sku_id and s.date = d.date
 and s.date between (select data_until from run) and $1::date
left join demand.stockout_days o on o.store_id = d.store_id and o.sku_id = d.sku_id and o.date = d.date
group by d.store_id, d.sku_id
on conflict (org_id, store_id, sku_id) do update set
  until = excluded.until,
  errors = (kept.errors || excluded.errors)
           [greatest(1, cardinality(kept.errors) + cardinality(excluded.errors) - 111):]
where kept.until < excluded.until
