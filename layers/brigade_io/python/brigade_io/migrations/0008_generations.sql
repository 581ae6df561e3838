-- Pictures that users ask for, and the credits they pay with. A row of `generations` is the truth: queues only wake.

create table generations (
  id                   uuid primary key,
  owner_id             uuid not null,
  subject_type         varchar(40),
  subject_id           varchar(100),
  status               text not null default 'pending'
                         check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  run                  smallint not null default 0 check (run >= 0),
  count                smallint not null check (count > 0),
  wish                 jsonb not null,
  request_digest       bytea not null check (octet_length(request_digest) = 32),  -- of a request that may be repeated
  price                integer not null check (price > 0),  -- in credits, of what this run is to make
  made_before          smallint not null default 0 check (made_before >= 0),  -- pictures of earlier runs, which are paid
  storing              smallint[] not null default '{}',  -- positions of pictures that have come
  stored               smallint[] not null default '{}',  -- and of those that are kept
  picture_seconds      real,  -- that one was expected to take when this run began
  created_at           timestamptz not null,
  queued_at            timestamptz not null,
  started_at           timestamptz,
  ended_at             timestamptz,
  deadline             timestamptz not null,
  cancel_requested_at  timestamptz,
  error_code           text,
  error_text           text,
  check ((subject_type is null) = (subject_id is null)),
  check ((ended_at is not null) = (status in ('completed', 'failed', 'cancelled'))),
  check (made_before < count and cardinality(stored) <= count)
);

create index generations_of_owner on generations (owner_id, created_at desc, id desc);
create index generations_open_of_owner on generations (owner_id) where status in ('pending', 'processing');
create index generations_pending on generations (queued_at, id) where status = 'pending';
create index generations_deadline on generations (deadline, id) where status in ('pending', 'processing');
create index generations_in_work on generations (started_at, id) where status = 'processing';
create index generations_completed on generations (ended_at desc) where status = 'completed';

-- What a user has, which is the sum of the user's entries: both are written in one transaction.
create table credit_accounts (
  user_id  uuid primary key,
  balance  bigint not null check (balance >= 0)
);

-- Nobody changes an entry, and an account's entries outlive its user. `amount` is what it changed in the balance. A run
-- of a generation has one `reserve` and one end: `settle` where pictures were made (`spent` is their price, `amount`
-- what was given back), else `refund`.
create table credit_entries (
  id             bigint generated always as identity primary key,
  user_id        uuid not null references credit_accounts (user_id),
  kind           text not null check (kind in ('grant', 'reserve', 'settle', 'refund')),
  amount         integer not null,
  spent          integer not null default 0 check (spent >= 0),
  generation_id  uuid,
  run            smallint,
  key            varchar(300),  -- of a grant: the same one is never given twice
  reason         varchar(200),
  granted_by     varchar(200),
  at             timestamptz not null,
  check (kind <> 'grant' or (amount > 0 and key is not null and generation_id is null and run is null)),
  check (kind = 'grant' or (key is null and generation_id is not null and run is not null)),
  check (kind <> 'reserve' or (amount < 0 and spent = 0)),
  check (kind <> 'settle' or (amount >= 0 and spent > 0)),
  check (kind <> 'refund' or (amount > 0 and spent = 0))
);

create index credit_entries_of_user on credit_entries (user_id, id desc);
create unique index credit_entries_grant on credit_entries (user_id, key) where kind = 'grant';
create unique index credit_entries_reserve on credit_entries (generation_id, run) where kind = 'reserve';
create unique index credit_entries_end on credit_entries (generation_id, run) where kind in ('settle', 'refund');

revoke update, delete on credit_entries from brigade_functions;
