--liquibase formatted sql

--changeset sojourn:0007-sends-by-address
-- Mails are looked for by address, those that were refused too. An entry more only for mails that name their address when
-- they are ordered.
create index sends_of_address on sends(to_email, admitted_at) where to_email is not null;
drop index sends_admitted;

--changeset sojourn:0007-sends-astray
-- What an operator looks for first. A mail that goes well is never in it.
create index sends_astray on sends(status, id)
  where status not in ('queued', 'rendered', 'sent', 'delivered', 'opened', 'clicked');
