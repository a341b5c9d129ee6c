--liquibase formatted sql
-- Mails that are asked for over HTTP, each once.

--changeset sojourn:0002-send-keys
create table send_keys (
  tenant int not null default 0,
  key_hash uuid not null,
  send_id bigint not null,
  primary key (tenant, key_hash)
) with (fillfactor = 90);
comment on column send_keys.key_hash is 'The first 128 bits of SHA-256 over the idempotency key of a mail that was asked for over HTTP.';
