-- Days on which a series had nothing to sell, in the 400 days up to $1.
--   snapshot      the store was counted that day and the item had no unit left
--   no_sales_run  where no count exists: zero days in a row so unlikely for the
--                 series (below 1 in 1,000 from its own share of zero days) that
--                 the shelf was empty, ended by a receipt or a new sale
insert into demand.stockout_days (org_id, store_id, sku_id, date, evidence)
with sold as (
  select store_id, sku_id, date,
         lag(date) over (partition by store_id, sku_id order by date) as date_before
  from demand.sales_daily
  where date > $1::date - 400 and date <= $1::date and units_sold > 0
),
active as (
  select store_id, sku_id, min(date) as first_date, max(date) as last_date, count(*)::float8 as sale_days
  from sold group by store_id, sku_id
),
counted as (
  select distinct store_id, snapshot_date as date
  from stock.inventory_batches
  where snapshot_date > $1::date - 400 and snapshot_date <= $1::date
),
in_stock as (
  select store_id, sku_id, snapshot_date as date
  from stock.inventory_batches
  where snapshot_date > $1::date - 400 and snapshot_date <= $1::date and on_hand_qty > 0
  group by store_id, sku_id, snapshot_date
),
-- Three weeks after its last sale an item without stock counts as delisted.
by_count as (
  select c.store_id, a.sku_id, c.date, 'snapshot' as evidence
  from counted c
  join active a on a.store_id = c.store_id and c.date >= a.first_date and c.date <= a.last_date + 21
  left join in_stock i on i.store_id = c.store_id and i.sku_id = a.sku_id and i.date = c.date
  where i.store_id is null
),
runs as (
  select s.store_id, s.sku_id, s.date_before + 1 as first_day, s.date - 1 as last_day,
         s.date - s.date_before - 1 as zero_days,
         1 - a.sale_days / (a.last_date - a.first_date + 1) as zero_share
  from sold s
  join active a using (store_id, sku_id)
  where s.date - s.date_before > 3
),
by_run as (
  select r.store_id, r.sku_id, day::date as date, 'no_sales_run' as evidence
  from runs r
  cross join lateral generate_series(r.first_day, r.last_day, interval '1 day') as day
  where r.zero_days * ln(greatest(r.zero_share, 0.001)) < ln(0.001)
    and not exists (
      select 1 from counted c where c.store_id = r.store_id and c.date = day::date)
)
select platform.current_org(), store_id, sku_id, date, evidence from by_count
union all
select platform.current_org(), store_id, sku_id, date, evidence from by_run
