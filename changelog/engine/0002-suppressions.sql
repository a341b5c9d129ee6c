--liquibase formatted sql
-- Files of addresses that get no mail.

--changeset sojourn:0002-suppression-imports
-- How far the import of a file of suppressions has come; the same file under the same key goes on from there.
create table suppression_imports (
  tenant int not null default 0,
  key text collate "C" not null,
  lines bigint not null default 0,
  imported bigint not null default 0,
  failed bigint not null default 0,
  errors jsonb not null default '[]',
  begun_at timestamptz not null,
  primary key (tenant, key)
);
comment on column suppression_imports.errors is 'The first hundred: [{"line": 7, "error": "…"}]';
