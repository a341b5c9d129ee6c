--liquibase formatted sql

--changeset sojourn:0004-dead-letters
-- How many letters nobody has looked at is asked at each scrape.
create index dead_letters_pending on dead_letters(source) where status = 'pending';
