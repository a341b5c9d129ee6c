--liquibase formatted sql
-- The links of mails, and who followed them.

--changeset sojourn:0002-link-key
--comment: The secret that signs the links of mails. Changing it kills the links of all mails that went out.
insert into installation(name, value)
values ('link_key', replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

--changeset sojourn:0002-clicks
-- Append only, but for who it was, which is forgotten after a time.
create table link_clicks (
  id bigint primary key,
  tenant int not null default 0,
  send_id bigint not null,
  link int not null,
  url text not null,
  clicked_at timestamptz not null,
  visitor text not null check (visitor in ('person', 'machine')),
  ip text,
  user_agent text
);
comment on column link_clicks.link is 'The number of the link in its mail, from 1.';
create index link_clicks_by_send on link_clicks(send_id, link, clicked_at);
create index link_clicks_to_forget on link_clicks(clicked_at) where ip is not null or user_agent is not null;
