-- Uploads come before the facts, because each fact row names the upload and
-- the row it came from. The original bytes live in the file store.

create schema ingest;

create table ingest.raw_uploads (
  org_id         uuid not null references platform.organizations,
  upload_id      uuid not null default gen_random_uuid(),
  uploaded_at    timestamptz not null default now(),
  uploaded_by    uuid,
  file_name      varchar(255) not null,
  file_type      varchar(50) not null,
  file_format    varchar(10) check (file_format in ('csv', 'xlsx')),
  status         varchar(50) not null default 'received'
                 check (status in ('received', 'processing', 'completed', 'rejected', 'failed')),
  size_bytes     bigint not null default 0,
  checksum       text,
  storage_key    text,
  rows_total     bigint not null default 0,
  rows_accepted  bigint not null default 0,
  rows_rejected  bigint not null default 0,
  rows_new       bigint not null default 0,
  rows_changed   bigint not null default 0,
  rows_same      bigint not null default 0,
  mapping        jsonb,
  report         jsonb,
  error          jsonb,
  run_id         uuid,
  completed_at   timestamptz,
  primary key (org_id, upload_id)
);
create index raw_uploads_recent on ingest.raw_uploads (org_id, uploaded_at desc);
call platform.isolate('ingest.raw_uploads');

-- What was wrong, where, and how to mend it. Bounded per upload by the reader.
create table ingest.findings (
  org_id      uuid not null references platform.organizations,
  upload_id   uuid not null,
  finding_no  integer not null,
  row_no      bigint,
  column_name text,
  code        text not null,
  severity    text not null check (severity in ('error', 'warning')),
  message     text not null,
  hint        text,
  value       text,
  primary key (org_id, upload_id, finding_no),
  foreign key (org_id, upload_id) references ingest.raw_uploads
);
call platform.isolate('ingest.findings');

-- Lineage is everybody's noun: a proof names the file a row came from without
-- knowing how files are read.
create view platform.uploaded_files with (security_invoker = true) as
  select org_id, upload_id, file_name, file_type, uploaded_at from ingest.raw_uploads;
