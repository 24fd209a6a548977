-- Units sold in given periods: $1 keys, $2 items, $3 stores (null: all together),
-- $4 first days, $5 last days; $6 and $7 are the first and last day of all.
-- A stock-out day that sold no more than the store's average day of the period is
-- unknown. Up to half of the store-days may be: the rest is scaled up.
with asked as (
  select key, sku_id, store_id, first_day, last_day
  from unnest($1::integer[], $2::text[], $3::text[], $4::date[], $5::date[])
    as a (key, sku_id, store_id, first_day, last_day)
),
-- Both lists are spelled out so that the primary key (date, store, item) can be skipped through.
places as materialized (
  select array_agg(store_id) as stores from catalog.locations
  where $8::text[] is null or store_id = any($8::text[])
),
sold as (
  select sku_id, store_id, date, units_sold as units
  from demand.sales_daily
  where date between $6::date and $7::date
    and store_id = any((select stores from places)::text[]) and sku_id = any(array(select distinct sku_id from asked))
),
empty as (
  select sku_id, store_id, date
  from demand.stockout_days
  where date between $6::date and $7::date
    and store_id = any((select stores from places)::text[]) and sku_id = any(array(select distinct sku_id from asked))
),
store_days as (
  select sku_id, store_id, date, coalesce(s.units, 0) as units, e.date is not null as is_empty
  from sold s full join empty e using (sku_id, store_id, date)
),
judged as (
  select a.key, d.store_id, a.last_day - a.first_day + 1 as days, d.units,
         d.is_empty and d.units <= sum(d.units) over (partition by a.key, d.store_id)
                                  / (a.last_day - a.first_day + 1)::float8 as is_unknown
  from asked a
  join store_days d on d.sku_id = a.sku_id and (a.store_id is null or d.store_id = a.store_id)
                    and d.date between a.first_day and a.last_day
),
added as (
  select key, count(distinct store_id) * min(days) as store_days,
         count(*) filter (where is_unknown) as unknown_days,
         coalesce(sum(units) filter (where not is_unknown), 0) as units
  from judged group by key
)
select a.key,
       case when d.key is null then 0
            when 2 * d.unknown_days > d.store_days then null
            else round(d.units * d.store_days / (d.store_days - d.unknown_days)) end::float8 as units
from asked a left join added d using (key)
