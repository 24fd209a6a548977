-- Compares every earlier nightly forecast with the days that came since it was last
-- compared, up to $1, and adds the sums to what is kept of it, by model and week ahead.
-- A stock-out day counts only when it sold more than was expected.
with runs as (
  select forecast_run_id, data_until, coalesce(compared_until, data_until) - data_until as compared_days,
         least($1::date - data_until, horizon_days) as due_days
  from demand.forecast_runs
  where state <> 'building' and data_until < $1::date
    and coalesce(compared_until, data_until) < least($1::date, data_until + horizon_days)
),
days as (
  select r.forecast_run_id, r.data_until, f.model, f.store_id, f.sku_id,
         r.compared_days + d.place::integer as days_ahead, d.mean, d.p10, d.p90
  from runs r
  join demand.forecasts f using (forecast_run_id)
  cross join lateral unnest(f.mean[r.compared_days + 1:r.due_days], f.p10[r.compared_days + 1:r.due_days],
                            f.p90[r.compared_days + 1:r.due_days])
    with ordinality as d (mean, p10, p90, place)
),
outcomes as (
  select d.*, coalesce(s.units_sold, 0) as units
  from days d
  left join demand.sales_daily s
    on s.store_id = d.store_id and s.sku_id = d.sku_id and s.date = d.data_until + d.days_ahead
   and s.date between (select min(data_until) from runs) and $1::date
  left join demand.stockout_days o
    on o.store_id = d.store_id and o.sku_id = d.sku_id and o.date = d.data_until + d.days_ahead
  where o.date is null or coalesce(s.units_sold, 0) > d.mean
)
insert into demand.run_accuracy (org_id, forecast_run_id, model, horizon_week, data_until, days, actual_units,
  error_units, absolute_error_units, covered_days)
select platform.current_org(), forecast_run_id, model, (days_ahead - 1) / 7 + 1, min(data_until), count(*), sum(units),
       sum(mean - units), sum(abs(mean - units)), count(*) filter (where units between p10 and p90)
from outcomes
group by forecast_run_id, model, (days_ahead - 1) / 7 + 1
on conflict (org_id, forecast_run_id, model, horizon_week) do update set
  days = run_accuracy.days + excluded.days,
  actual_units = run_accuracy.actual_units + excluded.actual_units,
  error_units = run_accuracy.error_units + excluded.error_units,
  absolute_error_units = run_accuracy.absolute_error_units + excluded.absolute_error_units,
  covered_days = run_accuracy.covered_days + excluded.covered_days
