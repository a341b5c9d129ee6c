--liquibase formatted sql
-- Webhooks out: who is told what, and how far that has come.

--changeset sojourn:0003-subscriptions
-- What any endpoint wants to be told: one row, numbered, so that processes know which reading is the newer.
create table subscriptions (
  one boolean primary key default true check (one),
  number bigint not null default 0,
  types text[] not null default '{}'
);
insert into subscriptions default values;

--changeset sojourn:0003-webhooks
create table webhook_endpoints (
  id bigint primary key,
  tenant int not null default 0,
  url text not null,
  description text,
  kind text not null,
  config text,
  secret text,
  secret_prefix text,
  previous_secret text,
  previous_until timestamptz,
  event_types text[] not null,
  disabled boolean not null default false,
  failing_since timestamptz,
  last_delivery_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 80);
comment on column webhook_endpoints.secret is 'Sealed with a key of the installation, as previous_secret and config, where it has one.';
comment on column webhook_endpoints.failing_since is 'When the first of the failures came that are the latest; null once one succeeds.';

create table webhook_messages (
  id bigint primary key,
  tenant int not null default 0,
  contact_id bigint,
  type text not null,
  body text not null,
  created_at timestamptz not null
);
comment on column webhook_messages.body is 'What every endpoint gets, byte for byte.';
create index webhook_messages_of_contact on webhook_messages(contact_id) where contact_id is not null;

create table webhook_deliveries (
  id bigint primary key,
  tenant int not null default 0,
  endpoint_id bigint not null references webhook_endpoints on delete cascade,
  message_id bigint not null references webhook_messages on delete cascade,
  dedupe_key text collate "C",
  status text not null default 'pending' check (status in ('pending', 'sending', 'delivered', 'failed', 'discarded')),
  due_at timestamptz not null,
  epoch int not null default 0,
  attempts int not null default 0,
  created_at timestamptz not null,
  last_attempt_at timestamptz,
  delivered_at timestamptz,
  response_status int,
  response_snippet text,
  last_error text,
  unique (message_id, endpoint_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
comment on column webhook_deliveries.due_at is 'While it is sending: when others may take it over.';
create unique index webhook_deliveries_once on webhook_deliveries(endpoint_id, dedupe_key) where dedupe_key is not null;
create index webhook_deliveries_due on webhook_deliveries(endpoint_id, due_at, id) where status in ('pending', 'sending');
create index webhook_deliveries_of_endpoint on webhook_deliveries(endpoint_id, id);
