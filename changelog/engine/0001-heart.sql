--liquibase formatted sql
-- The heart: who there is, what happened, what runs, what is sent, and what must leave a transaction.

--changeset sojourn:0001-installation
--comment: What this installation is: its secrets of its own making, and the nodes that make ids.
create table installation (
  name text primary key,
  value text not null
);
-- 32 random bytes that key the public faces of ids.
insert into installation(name, value)
values ('id_key', replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

create table nodes (
  id smallint primary key,
  process uuid not null,
  claimed xid8 not null default '0',
  lease_until timestamptz not null,
  last_ms bigint not null default 0
);
comment on column nodes.claimed is 'The transaction that claimed it last; ingest sees by it who has joined.';
create index nodes_by_claim on nodes(claimed);
insert into nodes(id, process, lease_until)
select n, '00000000-0000-0000-0000-000000000000', '-infinity' from generate_series(0, 1023) n;

-- Interned names: a small number stands for a journey's task or an event's name in the hot tables.
create table names (
  id int generated always as identity primary key,
  kind text not null check (kind in ('task', 'event')),
  name text collate "C" not null,
  unique (kind, name)
);

--changeset sojourn:0001-contacts
create table contacts (
  id bigint primary key,
  tenant int not null default 0,
  external_id text,
  email text,
  anonymous_id text,
  properties jsonb not null default '{}',
  merged_into bigint,
  deleted_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
) with (fillfactor = 85);

-- The only place where identity is unique.
create table contact_keys (
  tenant int not null default 0,
  kind smallint not null check (kind between 1 and 3),
  value text collate "C" not null,
  contact_id bigint not null,
  primary key (tenant, kind, value) include (contact_id)
);
comment on column contact_keys.kind is '1 external, 2 email, 3 anonymous';

-- One row for each merge, erasure or moved key; a batch that resolved before it starts again.
create table identity_changes (
  xid xid8 not null default pg_current_xact_id(),
  contact_id bigint not null,
  changed_at timestamptz not null default now()
);
create index identity_changes_by_xid on identity_changes(xid);

create table preferences (
  tenant int not null default 0,
  contact_id bigint not null,
  email text collate "C" not null default '',
  unsubscribed_all boolean not null default false,
  suppressed boolean not null default false,
  categories jsonb not null default '{}',
  bounce_count int not null default 0,
  last_bounce_at timestamptz,
  complained_at timestamptz,
  suppressed_at timestamptz,
  primary key (tenant, contact_id, email)
);
create index preferences_by_email on preferences(tenant, email);

--changeset sojourn:0001-events
create table events (
  id bigint not null,
  tenant int not null default 0,
  contact_id bigint not null,
  name int not null,
  source smallint not null,
  occurred_at timestamptz not null,
  props json
);
comment on column events.id is 'Grows, for each contact, in the order of commit. Holds the instant of receipt.';
comment on column events.source is '1 api, 2 journey, 3 studio, 4 tracking, 5 provider, 8 webhook, 10 inapp, 11 import, 12 engine';
create index events_by_contact on events(contact_id, id);
create index events_by_id on events using brin(id) with (pages_per_range = 32);

create table event_keys (
  tenant int not null default 0,
  key_hash uuid not null,
  event_id bigint not null,
  primary key (tenant, key_hash)
) with (fillfactor = 90);
comment on column event_keys.key_hash is 'The first 128 bits of SHA-256 over the idempotency key. Never expires.';

--changeset sojourn:0001-runs
-- The hot table: one narrow row for each live run, with its open wait inside.
create table runs (
  id bigint primary key,
  subject bigint not null,
  event_id bigint not null,
  cause bigint,
  due_at timestamptz not null,
  lease_until timestamptz,
  tenant int not null default 0,
  task int not null,
  version int not null,
  epoch int not null default 0,
  wait_name int,
  generation smallint not null default 0,
  segment smallint not null default 0,
  attempts smallint not null default 0,
  level smallint not null default 1,
  engine smallint not null default 0,
  wait_rule text,
  blocked text,
  key text collate "C" not null default ''
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
comment on column runs.subject is 'The contact; its advisory lock guards every write but a claim.';
comment on column runs.cause is 'What woke the run, as its task understands it; null for time.';
comment on column runs.version is 'The script version; 0 for a run that is no enrolment.';
comment on column runs.wait_rule is 'Conditions of the open wait as JSON; null for none.';
comment on column runs.engine is '0 local, 1 hatchet';
comment on column runs.blocked is 'Why no worker may take it; due_at is infinity then.';
create unique index runs_live on runs(subject, task, key);
create index runs_due on runs(task, due_at);
-- Costs a run that is not blocked nothing: it is not in it, and no update but a block touches its column.
create index runs_blocked on runs(id) where blocked is not null;

create table journal (
  run_id bigint not null,
  generation smallint not null,
  segment smallint not null,
  format smallint not null,
  entries text not null,
  primary key (run_id, generation, segment)
);

create table enrolments (
  id bigint primary key,
  tenant int not null default 0,
  contact_id bigint not null,
  event_id bigint not null,
  ended_at timestamptz not null,
  journey int not null,
  version int not null,
  status text not null check (status in ('completed', 'failed', 'exited', 'held_out')),
  key text collate "C" not null default '',
  label text,
  reason text
) with (fillfactor = 100);
create index enrolments_by_contact on enrolments(contact_id, journey);
create index enrolments_by_journey on enrolments(journey, id);
create index enrolments_by_end on enrolments using brin(ended_at);

-- Few: the newest trigger that came while an enrolment of onRepeat queue was live. Whoever ends that takes the row.
create table queued_triggers (
  contact_id bigint not null,
  journey int not null,
  key text collate "C" not null,
  event_id bigint not null,
  tenant int not null default 0,
  primary key (contact_id, journey, key)
);

-- Live and ended ones as one. What waiting and active mean stands here alone. Version 0 is no enrolment, but waits
-- for the date of one.
create view all_enrolments as
  select id, tenant, subject as contact_id, event_id, null::timestamptz as ended_at, task as journey, version,
         case when due_at > now() and (lease_until is null or lease_until <= now()) then 'waiting' else 'active' end
           as status,
         key, null::text as label, blocked as reason, blocked is not null as blocked, due_at
  from runs
  where version <> 0
  union all
  select id, tenant, contact_id, event_id, ended_at, journey, version, status, key, label, reason, false, null
  from enrolments;

--changeset sojourn:0001-scripts
create table script_versions (
  number int generated always as identity primary key,
  hash text collate "C" not null unique check (length(hash) = 64),
  kind text not null check (kind in ('journey', 'template', 'source', 'provider', 'destination', 'lists')),
  id text not null,
  dsl_level int not null,
  source text not null,
  definition jsonb not null,
  first_seen_at timestamptz not null
);
create index script_versions_by_id on script_versions(kind, id, number);

-- The numbered active sets: which version of each script takes new work. The highest number is in force.
create table active_sets (
  number bigint generated always as identity primary key,
  published_at timestamptz not null,
  published_by text not null,
  members jsonb not null
);
comment on column active_sets.members is '{"journey": {"welcome": <script_versions.number>}, "template": {…}}';

create table journey_configs (
  tenant int not null default 0,
  journey_id text not null,
  enabled boolean not null,
  updated_at timestamptz not null,
  primary key (tenant, journey_id)
);

--changeset sojourn:0001-sends
create table sends (
  id bigint primary key,
  tenant int not null default 0,
  contact_id bigint,
  run_id bigint,
  ordinal int,
  journey int,
  due_at timestamptz not null,
  lease_until timestamptz,
  epoch int not null default 0,
  bytes int not null default 0,
  attempts smallint not null default 0,
  priority smallint not null default 0,
  yields smallint not null default 0,
  files smallint not null default 0,
  status text not null check (status in ('queued', 'rendered', 'sent', 'delivered', 'opened', 'clicked', 'bounced',
    'complained', 'failed', 'suppressed', 'skipped', 'left', 'cancelled', 'unknown')),
  template text not null,
  category text not null,
  admitted_at timestamptz,
  sent_at timestamptz,
  to_email text collate "C",
  request text,
  rendered bytea,
  provider text,
  provider_id text,
  template_version int,
  reason text,
  error text,
  delivered_at timestamptz,
  bounced_at timestamptz,
  complained_at timestamptz,
  bounce_type text check (bounce_type in ('permanent', 'transient', 'unknown')),
  bounce_reason text,
  opened_at timestamptz,
  opened_by text check (opened_by in ('person', 'gmail', 'yahoo', 'apple')),
  clicked_at timestamptz,
  scanned_at timestamptz
) with (fillfactor = 80);
comment on column sends.opened_at is 'The first time only, as clicked_at; what machines do counts for scanned_at alone.';
comment on column sends.delivered_at is 'The first time only, as bounced_at and complained_at.';
comment on column sends.request is 'What the caller asked for, as JSON: subject, props, to.';
-- It is packed already, and lists read its beginning alone.
alter table sends alter column rendered set storage external;
comment on column sends.rendered is 'The message, packed in LZ4, stored before the first attempt.';
comment on column sends.bytes is 'What it takes in memory, about: the request and its files, later the mail; a claim is bounded by it.';
comment on column sends.files is 'How many files go with it; they lie in send_files until the mail is rendered.';
comment on column sends.attempts is 'Claims that called the provider.';
comment on column sends.priority is 'Of the mails due to one address the larger goes first.';
comment on column sends.yields is 'How often it stepped back for one of larger priority; bounded.';
create unique index sends_of_run on sends(run_id, ordinal) where run_id is not null;
create index sends_due on sends(due_at) where status in ('queued', 'rendered');
-- Who is asked whether another mail of the contact goes first.
create index sends_queued_of_contact on sends(contact_id) where status = 'queued';
create index sends_admitted on sends(to_email, admitted_at) where admitted_at is not null;

-- Of those who report on their mails.
create index sends_of_provider on sends(provider_id) where provider_id is not null and provider not in ('smtp', 'log');

create table dead_letters (
  id bigint primary key,
  tenant int not null default 0,
  source text not null,
  source_id bigint,
  payload jsonb not null,
  error text not null,
  status text not null default 'pending' check (status in ('pending', 'retried', 'discarded')),
  created_at timestamptz not null,
  resolved_at timestamptz
);
create index dead_letters_of_source on dead_letters(source, source_id);

--changeset sojourn:0001-outbox
create table outbox (
  id bigint primary key,
  tenant int not null default 0,
  topic smallint not null,
  order_key bigint not null,
  due_at timestamptz not null,
  lease_until timestamptz,
  attempts smallint not null default 0,
  payload text not null
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
comment on column outbox.topic is '1 an event to take in; 2 a run started, 3 woken, 4 cancelled, for another engine; 5 told to endpoints; 6 an event for tasks of others';
comment on column outbox.order_key is 'The contact; a relay never overtakes within one.';

--changeset sojourn:0001-decisions
create table decisions (
  tenant int not null default 0,
  day date not null,
  contact_id bigint not null,
  about text collate "C" not null,
  reason text collate "C" not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  count int not null default 1,
  compared jsonb,
  primary key (tenant, day, contact_id, about, reason)
);
comment on table decisions is 'Why somebody was left out: one row for each day, contact, journey or wait, and reason.';
create index decisions_by_contact on decisions(contact_id, day);
create index decisions_by_day on decisions(day);

--changeset sojourn:0001-keys
create table api_keys (
  id bigint primary key,
  tenant int not null default 0,
  name text not null,
  hash bytea not null unique check (length(hash) = 32),
  prefix text,
  scopes text[] not null,
  allowed_origins text[] not null default '{}',
  created_by text,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
comment on column api_keys.hash is 'SHA-256 of the whole key, which itself is stored nowhere.';
