-- Users, and what signs them in. Of secrets only hashes are kept: argon2id of passwords, SHA-256 of random tokens.

create table users (
  id             uuid primary key,
  email          varchar(254) not null unique check (email = lower(email)),
  role           text not null check (role in ('user', 'trainer', 'admin')),
  password_hash  text not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null
);

-- A family begins with a sign-in and holds every refresh token that follows from it.
create table refresh_families (
  id          uuid primary key,
  user_id     uuid not null references users (id) on delete cascade,
  ends_at     timestamptz not null,
  revoked_at  timestamptz
);

create index refresh_families_user on refresh_families (user_id);

create table refresh_tokens (
  fingerprint  bytea primary key check (octet_length(fingerprint) = 32),
  family_id    uuid not null references refresh_families (id) on delete cascade,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  successor    bytea check (octet_length(successor) = 32),  -- sealed with the token itself, which is not kept
  check ((used_at is null) = (successor is null))
);

create index refresh_tokens_family on refresh_tokens (family_id);

create table password_resets (
  fingerprint  bytea primary key check (octet_length(fingerprint) = 32),
  user_id      uuid not null references users (id) on delete cascade,
  expires_at   timestamptz not null
);

create index password_resets_user on password_resets (user_id);
