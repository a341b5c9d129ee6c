--liquibase formatted sql
-- Journeys that contacts enter on a date of theirs.

--changeset sojourn:0002-dates
-- Contacts that had a date before a journey that enters on it came into force, armed in rounds.
create table date_sweeps (
  journey_id text collate "C" primary key,
  rule text not null,
  active_set bigint not null,
  round smallint not null default 1,
  after_id bigint not null default 0,
  due_at timestamptz not null
);
comment on column date_sweeps.active_set is 'The newest active set that named the rule; a process on an older one changes nothing.';
comment on column date_sweeps.round is '1 all contacts; 2 once more, for what processes on an older set changed meanwhile';
comment on column date_sweeps.after_id is 'The contact up to which the round has come.';
comment on column date_sweeps.due_at is 'When the round may go on; infinity when both are done.';
