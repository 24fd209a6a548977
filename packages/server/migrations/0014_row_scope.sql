-- Whose rows within an organization: a store manager's locations, a supplier's
-- deliveries. A transaction of such a person runs as the role granary_limited,
-- which has the rights of granary_app, and names them in app.store_ids or
-- app.supplier_ids. These policies bind that role alone: runs and people
-- without a limit pay nothing for them (as policies for everybody they made
-- GET /actions eight times as slow, on 20,000 actions). They are restrictive,
-- so they only ever take rows away from what the organization's policy shows;
-- without a setting they take all.

alter table stock.purchases add column supplier_id varchar(100);
comment on column stock.purchases.supplier_id is 'Who delivered; null where the file did not say.';
create index purchases_by_supplier on stock.purchases (org_id, supplier_id, received_date desc, purchase_id desc)
  where supplier_id is not null;

create procedure platform.limit_rows(target regclass, of_caller text)
language plpgsql
as $$
begin
  execute format('create policy rows_of_caller on %s as restrictive to granary_limited using (%s)', target, of_caller);
end
$$;

-- For a table with a column that names a location. A row that names none is
-- about all locations together: not for those who see some of them. What reads
-- a setting stands in a sub-select, evaluated once for a statement.
create procedure platform.limit_to_locations(target regclass)
language sql
as $$
  call platform.limit_rows(target, $policy$
    store_id = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[])
    and (select coalesce(current_setting('app.supplier_ids', true), '') = '') $policy$)
$$;

-- For a table of things that touch two locations, seen from either end.
create procedure platform.limit_to_either_end(target regclass)
language sql
as $$
  call platform.limit_rows(target, $policy$
    (from_store = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[])
     or to_store = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[]))
    and (select coalesce(current_setting('app.supplier_ids', true), '') = '') $policy$)
$$;

call platform.limit_to_locations('catalog.locations');
call platform.limit_to_either_end('catalog.lanes');
call platform.limit_to_locations('stock.inventory_batches');
call platform.limit_to_locations('demand.sales_daily');
do $$
declare part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'demand.sales_daily'::regclass loop
    call platform.limit_to_locations(part);
  end loop;
end
$$;
call platform.limit_to_locations('demand.stockout_days');
call platform.limit_to_locations('demand.features_store_sku');
call platform.limit_to_locations('demand.forecasts');
call platform.limit_to_locations('demand.generated_forecasts');
call platform.limit_to_locations('demand.demand_forecasts');
call platform.limit_to_locations('demand.series_errors');
call platform.limit_to_locations('demand.drift_alerts');
call platform.limit_to_locations('expiry.batch_risk');
call platform.limit_to_locations('expiry.skipped_batches');
call platform.limit_to_either_end('actions.actions');
call platform.limit_rows('actions.action_outcomes', $policy$ exists (
  select from actions.actions a
  where a.org_id = action_outcomes.org_id and a.action_id = action_outcomes.action_id) $policy$);

-- The one table that names a supplier.
call platform.limit_rows('stock.purchases', $policy$
  (select coalesce(current_setting('app.store_ids', true), '')
       || coalesce(current_setting('app.supplier_ids', true), '') <> '')
  and ((select nullif(current_setting('app.store_ids', true), '') is null)
       or store_id = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[]))
  and ((select nullif(current_setting('app.supplier_ids', true), '') is null)
       or supplier_id = any ((select nullif(current_setting('app.supplier_ids', true), '')::text[])::text[])) $policy$);

-- Sums over all locations are not for those who see some of them.
call platform.limit_rows('demand.run_accuracy', 'false');
call platform.limit_rows('analytics.kpi_snapshots', 'false');

-- Who sees a transfer at its destination does not decide about the stock of its origin.
create policy decided_at_origin on actions.actions as restrictive for update to granary_limited using (
  from_store = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[]));

-- Looking through another's eyes is recorded once for a session and what is looked at.
create table identity.view_as_uses (
  org_id       uuid not null references platform.organizations,
  session_key  text not null,
  target       text not null,
  first_at     timestamptz not null default now(),
  primary key (org_id, session_key, target)
);
call platform.isolate('identity.view_as_uses');
