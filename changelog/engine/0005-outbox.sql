--liquibase formatted sql

--changeset sojourn:0005-outbox-order
-- A relay asks of each parcel whether an older one of its key waits; without this it reads all that is older.
create index outbox_order on outbox(order_key, id);
