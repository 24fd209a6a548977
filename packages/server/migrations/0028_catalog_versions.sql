-- Items and locations are changed through the API by people who saw a version
-- of them; a file that changes one counts as well.

alter table catalog.items add column version integer not null default 1;
alter table catalog.locations add column version integer not null default 1;

create function catalog.count_version() returns trigger
  language plpgsql set search_path = pg_catalog as
$$ begin
  new.version := old.version + 1;
  return new;
end $$;

create trigger items_are_counted before update on catalog.items
  for each row execute function catalog.count_version();
create trigger locations_are_counted before update on catalog.locations
  for each row execute function catalog.count_version();
