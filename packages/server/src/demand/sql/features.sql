-- Features of every series at once, as of the close of day $1.
-- A day without a sale counts as zero: sums over the window are divided by its
-- length. Three passes over at most 26 weeks of sales, no row per empty day.
insert into demand.features_store_sku (
  org_id, date, store_id, sku_id, velocity_7d, velocity_14d, velocity_30d, volatility,
  seasonality_flag, trend_pct, share_pct, rank_in_store, sell_through_pct)
with sold as (
  select store_id, sku_id,
         coalesce(sum(units_sold) filter (where date > $1::date - 7), 0)::numeric  as units_7d,
         coalesce(sum(units_sold) filter (where date > $1::date - 14), 0)::numeric as units_14d,
         coalesce(sum(units_sold) filter (where date > $1::date - 30), 0)::numeric as units_30d,
         coalesce(sum(units_sold::numeric * units_sold) filter (where date > $1::date - 30), 0) as squares_30d,
         coalesce(sum(units_sold) filter (where date > $1::date - 28), 0)::numeric as units_28d,
         coalesce(sum(units_sold) filter (where date <= $1::date - 28), 0)::numeric as units_28d_before
  from demand.sales_daily
  where date > $1::date - 56 and date <= $1::date
  group by store_id, sku_id
),
held as (
  select b.store_id, b.sku_id, sum(b.on_hand_qty)::numeric as on_hand
  from stock.inventory_batches b
  join catalog.locations l on l.org_id = b.org_id and l.store_id = b.store_id and l.kind = 'store'
  where b.snapshot_date = $1::date
  group by b.store_id, b.sku_id
),
-- Weekday pattern: one-way analysis of variance over whole weeks, at most 26.
started as (
  select store_id, sku_id, (($1::date - min(date) + 1) / 7) as weeks
  from demand.sales_daily
  where date > $1::date - 182 and date <= $1::date and units_sold > 0
  group by store_id, sku_id
),
by_weekday as (
  select s.store_id, s.sku_id, t.weeks::float8 as weeks,
         sum(s.units_sold)::float8 as units,
         sum(s.units_sold::float8 * s.units_sold) as squares
  from demand.sales_daily s
  join started t using (store_id, sku_id)
  where s.date > $1::date - 7 * t.weeks and s.date > $1::date - 182 and s.date <= $1::date and t.weeks >= 4
  group by s.store_id, s.sku_id, t.weeks, extract(isodow from s.date)
),
variance as (
  select store_id, sku_id, weeks, 7 * weeks - 7 as freedom,
         sum(units * units) / weeks - sum(units) ^ 2 / (7 * weeks) as between_weekdays,
         sum(squares) - sum(units * units) / weeks as within_weekdays
  from by_weekday
  group by store_id, sku_id, weeks
),
-- 2.80 + 21 / freedom follows the 1 % point of F(6, freedom) to 0.05 from 21 degrees of freedom on.
weekly as (
  select store_id, sku_id,
         between_weekdays / 6 > (2.80 + 21 / freedom) * greatest(within_weekdays, 1e-9) / freedom as is_seasonal
  from variance
),
joined as (
  select store_id, sku_id,
         coalesce(units_7d, 0) as units_7d, coalesce(units_14d, 0) as units_14d,
         coalesce(units_30d, 0) as units_30d, coalesce(squares_30d, 0) as squares_30d,
         coalesce(units_28d, 0) as units_28d, coalesce(units_28d_before, 0) as units_28d_before,
         coalesce(on_hand, 0) as on_hand,
         coalesce(is_seasonal, false) as is_seasonal
  from sold
  full join held using (store_id, sku_id)
  left join weekly using (store_id, sku_id)
)
select platform.current_org(), $1::date, store_id, sku_id,
       round(units_7d / 7, 2), round(units_14d / 14, 2), round(units_30d / 30, 2),
       -- Sample standard deviation of the 30 daily sales over their mean; none without sales.
       case when units_30d > 0 then
         round(sqrt(greatest(squares_30d - units_30d ^ 2 / 30, 0) / 29) / (units_30d / 30), 4) end,
       is_seasonal,
       case when units_28d_before > 0 then
         round(100 * (units_28d - units_28d_before) / units_28d_before, 2) end,
       round(100 * units_30d / nullif(sum(units_30d) over (partition by sku_id), 0), 4),
       rank() over (partition by store_id order by units_30d desc),
       round(100 * units_30d / nullif(units_30d + on_hand, 0), 2)
from joined
on conflict (org_id, date, store_id, sku_id) do update set
  velocity_7d = excluded.velocity_7d, velocity_14d = excluded.velocity_14d, velocity_30d = excluded.velocity_30d,
  volatility = excluded.volatility, seasonality_flag = excluded.seasonality_flag, trend_pct = excluded.trend_pct,
  share_pct = excluded.share_pct, rank_in_store = excluded.rank_in_store,
  sell_through_pct = excluded.sell_through_pct
