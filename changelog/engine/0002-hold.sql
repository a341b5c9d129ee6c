--liquibase formatted sql
-- Holding mails back in all processes.

--changeset sojourn:0002-send-holds
-- While there is a row, no process takes a mail up to send it.
create table send_holds (
  tenant int primary key default 0,
  held_at timestamptz not null,
  held_by text not null
);
