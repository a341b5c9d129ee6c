--liquibase formatted sql

--changeset sojourn:0006-enrolments-by-status
-- How many of a journey ended how is counted up to a bound, out of this alone. Its keys are few, so an entry is some
-- seven bytes, and new ones go where the last ones went.
create index enrolments_by_status on enrolments(journey, status);
