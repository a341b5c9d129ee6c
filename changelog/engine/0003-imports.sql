--liquibase formatted sql
-- Files of contacts.

--changeset sojourn:0003-imports
-- Files of contacts: each row waits here until it is taken in, and goes then.
create table import_jobs (
  id bigint primary key,
  tenant int not null default 0,
  file_name text,
  format text not null check (format in ('csv', 'json')),
  status text not null default 'pending' check (status in ('pending', 'processing', 'completed', 'failed')),
  total_rows bigint,
  processed_rows bigint not null default 0,
  failed_rows bigint not null default 0,
  errors jsonb not null default '[]',
  lease_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column import_jobs.total_rows is 'Null while the file still arrives; nothing of it is taken in before.';
comment on column import_jobs.errors is 'The first hundred: [{"row": 7, "error": "…"}]';
create index import_jobs_open on import_jobs(id) where status in ('pending', 'processing');

create table import_rows (
  job_id bigint not null references import_jobs(id) on delete cascade,
  row_number bigint not null,
  body text not null,
  primary key (job_id, row_number)
);
comment on column import_rows.body is 'As a PUT of the contact would say it, as JSON.';
