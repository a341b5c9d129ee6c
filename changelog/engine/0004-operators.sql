--liquibase formatted sql

--changeset sojourn:0004-operators
create table operators (
  id bigint primary key,
  tenant int not null default 0,
  email text not null,
  name text not null,
  password text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (tenant, email)
);
comment on table operators is 'People who run the service and may sign in.';
comment on column operators.email is 'In lower case.';
comment on column operators.password is 'How it was hashed, the rounds, the salt and the hash, parted by $.';

create table operator_sessions (
  id bigint primary key,
  operator_id bigint not null references operators on delete cascade,
  hash bytea not null unique check (length(hash) = 32),
  created_at timestamptz not null,
  renewed_at timestamptz not null,
  expires_at timestamptz not null,
  ip text,
  user_agent text
);
comment on column operator_sessions.hash is 'SHA-256 of the token in the cookie, which itself is stored nowhere.';
create index operator_sessions_of_operator on operator_sessions(operator_id);
create index operator_sessions_past on operator_sessions(expires_at);

create table password_resets (
  id bigint primary key,
  operator_id bigint not null references operators on delete cascade,
  hash bytea not null unique check (length(hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table password_resets is 'Links to set a password anew; a row goes when its link is used.';
create index password_resets_of_operator on password_resets(operator_id);
create index password_resets_past on password_resets(expires_at);

--changeset sojourn:0004-audit-logs
create table audit_logs (
  id bigint primary key,
  tenant int not null default 0,
  actor text not null,
  actor_key_id bigint,
  action text not null,
  resource text not null,
  resource_id text,
  fields text,
  path text not null,
  status int not null,
  ip text,
  created_at timestamptz not null
);
comment on table audit_logs is 'Who changed something on the admin plane, or was refused to.';
comment on column audit_logs.fields is 'The names of the fields that were said, never their values; parted by commas.';
create index audit_logs_of_actor on audit_logs(tenant, actor, id);
create index audit_logs_of_resource on audit_logs(tenant, resource, id);
