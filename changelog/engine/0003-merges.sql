--liquibase formatted sql
-- Contacts that are merged or erased.

--changeset sojourn:0003-merges
-- A merge and an erasure find the keys of a contact, and whoever was merged into it.
create index contact_keys_by_contact on contact_keys(contact_id);
create index contacts_by_survivor on contacts(merged_into) where merged_into is not null;
create index sends_of_contact on sends(contact_id, id) where contact_id is not null;
comment on column contacts.merged_into is 'The contact that this one went into, itself never merged: one step leads to it.';
