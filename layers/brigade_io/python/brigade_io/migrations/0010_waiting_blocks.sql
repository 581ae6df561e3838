-- How many generations wait, by ten seconds in which they came: a place among 100,000 is a sum of few numbers and a
-- count within one block. Whatever changes a row changes its block in the same transaction, so both always agree.
-- Whoever changes several rows in one transaction does so in the order in which they came, and moves credits before:
-- what everybody needs is locked last.

create table waiting_blocks (
  block    timestamptz primary key,
  waiting  integer not null check (waiting >= 0)
);

create function waiting_block(queued_at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return date_bin('10 seconds', queued_at, timestamptz '2026-01-01 00:00:00+00');

create function note_waiting() returns trigger language plpgsql as $$
begin
  insert into waiting_blocks as held (block, waiting)
  select waiting_block(queued_at), count(*) from added where status = 'pending' group by 1 order by 1
  on conflict (block) do update set waiting = held.waiting + excluded.waiting;
  return null;
end $$;

create function note_moved() returns trigger language plpgsql as $$
declare
  remaining integer;
begin
  if old.status = 'pending' then
    update waiting_blocks set waiting = waiting - 1 where block = waiting_block(old.queued_at)
    returning waiting into remaining;
    if remaining = 0 then
      delete from waiting_blocks where block = waiting_block(old.queued_at);
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'pending' then
    insert into waiting_blocks as held (block, waiting) values (waiting_block(new.queued_at), 1)
    on conflict (block) do update set waiting = held.waiting + 1;
  end if;
  return null;
end $$;

create trigger generations_added after insert on generations
  referencing new table as added for each statement execute function note_waiting();

create trigger generations_moved after update of status, queued_at on generations
  for each row when ((old.status = 'pending' or new.status = 'pending')
                     and (old.status, old.queued_at) is distinct from (new.status, new.queued_at))
  execute function note_moved();

create trigger generations_removed after delete on generations
  for each row when (old.status = 'pending') execute function note_moved();

insert into waiting_blocks
select waiting_block(queued_at), count(*) from generations where status = 'pending' group by 1;
