--liquibase formatted sql
-- Runs of an engine of the team's own.

--changeset sojourn:0003-hatchet
--comment: What a run is in Hatchet. Null for runs of the local engine, where it takes no room.
alter table runs
  add column hatchet_run_id uuid,
  add column hatchet_since timestamptz,
  add column hatchet_chain int,
  add column hatchet_park int,
  add column hatchet_parks int[];
comment on column runs.hatchet_run_id is 'The run there that has adopted it; null until one has.';
comment on column runs.hatchet_since is 'When it was adopted.';
comment on column runs.hatchet_chain is 'How many runs there have been replaced; null for none. One that was started for an earlier one adopts nothing.';
comment on column runs.hatchet_park is 'The number of the wait that is open there; null for none.';
comment on column runs.hatchet_parks is 'The waits of its run there in order, in seconds each; asked for again by whoever takes it up.';

create or replace view all_enrolments as
  select id, tenant, subject as contact_id, event_id, null::timestamptz as ended_at, task as journey, version,
         case when due_at > now() and (lease_until is null or lease_until <= now()) then 'waiting' else 'active' end
           as status,
         key, null::text as label, blocked as reason, blocked is not null as blocked, due_at, hatchet_run_id
  from runs
  where version <> 0
  union all
  select id, tenant, contact_id, event_id, ended_at, journey, version, status, key, label, reason, false, null, null
  from enrolments;
