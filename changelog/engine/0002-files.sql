--liquibase formatted sql
-- Files that go along with mails.

--changeset sojourn:0002-send-files
-- The files of a mail that was asked for over HTTP, from the order until the mail is rendered, which holds them from then on.
create table send_files (
  send_id bigint not null references sends(id) on delete cascade,
  number smallint not null,
  filename text not null,
  content_type text not null,
  content_id text,
  content bytea not null,
  primary key (send_id, number)
);
-- Files are packed already, as a rule.
alter table send_files alter column content set storage external;
