--liquibase formatted sql
-- What providers report of mails.

--changeset sojourn:0002-provider-events
-- What providers report, stored before it is believed; a report of a mail that is not known yet comes up again.
create table provider_events (
  id bigint primary key,
  provider text not null,
  delivery_id text collate "C" not null,
  body text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  processed_at timestamptz,
  unique (provider, delivery_id)
);
create index provider_events_due on provider_events(due_at) where processed_at is null;
create index provider_events_to_forget on provider_events(processed_at) where processed_at is not null;
