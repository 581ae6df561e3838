"""The statements of `GenerationStore`."""

COLUMNS = """
id, owner_id, subject_type, subject_id, status, run, count, wish, price, made_before, storing, stored, picture_seconds,
created_at, queued_at, started_at, ended_at, deadline, cancel_requested_at, error_code, error_text
"""
SHOWN = f"select {COLUMNS} from generations"
ONE = SHOWN + " where id = %(id)s"
LOCKED = ONE + " for update"
SUBMITTED = SHOWN + " where id = any(%(ids)s) and request_digest = %(digest)s"
OPEN_OF = (
    SHOWN + " where owner_id = %(owner)s and status in ('pending', 'processing') order by queued_at, id for update"
)
COUNT_OPEN = "select count(*) from generations where owner_id = %(owner)s and status in ('pending', 'processing')"

# Rows, price and entries in one statement. Of one that waits for the same ids of another, none is added. `open` counts
# those of before: two at once may both find the last room.
SUBMIT = f"""
with orders as (
  select * from jsonb_to_recordset(%(orders)s)
    as ordered (id uuid, place integer, subject_type text, subject_id text, count smallint, wish jsonb, price integer)
), added as (
  insert into generations (id, owner_id, subject_type, subject_id, count, wish, request_digest, price,
                           created_at, queued_at, deadline)
  select id, %(owner)s, subject_type, subject_id, count, wish, %(digest)s, price,
         %(at)s, %(at)s + place * interval '1 microsecond', %(deadline)s -- in the order in which they were asked for
    from orders
  on conflict (id) do nothing
  returning {COLUMNS}
), paid as (
  update credit_accounts set balance = balance - (select sum(price) from added)
   where user_id = %(owner)s and balance >= (select sum(price) from added) returning balance
), reserved as (
  insert into credit_entries (user_id, kind, amount, generation_id, run, at)
  select %(owner)s, 'reserve', -price, id, run, %(at)s from added, paid
)
select added.*, paid.balance is not null as is_paid,
       (select count(*) from generations where owner_id = %(owner)s and status in ('pending', 'processing')) as open
  from added left join paid on true
"""
BEGIN = f"""
update generations set status = 'processing', started_at = %(now)s, deadline = %(deadline)s,
                       picture_seconds = %(seconds)s
 where id = %(id)s and run = %(run)s and status = 'pending' returning {COLUMNS}
"""
STORING = """
update generations set storing = array_append(storing, %(position)s::smallint)
 where id = %(id)s and run = %(run)s and status = 'processing' and not %(position)s = any(storing || stored)
"""
STORED = """
update generations set storing = array_remove(storing, %(position)s::smallint),
                       stored = array_append(array_remove(stored, %(position)s::smallint), %(position)s::smallint)
 where id = %(id)s and run = %(run)s and status = 'processing' and %(position)s between 0 and count - 1
"""
ASK_TO_CANCEL = f"""
update generations set cancel_requested_at = coalesce(cancel_requested_at, %(now)s)
 where id = %(id)s returning {COLUMNS}
"""
END = f"""
update generations set status = %(status)s, ended_at = %(now)s,
                       error_code = %(code)s, error_text = %(text)s
 where id = %(id)s returning {COLUMNS}
"""
AGAIN = f"""
update generations set status = 'pending', run = run + 1, price = %(price)s, made_before = cardinality(stored),
       queued_at = %(now)s, started_at = null, ended_at = null, deadline = %(deadline)s,
       cancel_requested_at = null, picture_seconds = null, storing = '{{}}', error_code = null, error_text = null
 where id = %(id)s returning {COLUMNS}
"""

HISTORY = (
    SHOWN
    + """
where owner_id = %(owner)s
  and (%(status)s::text is null or status = %(status)s)
  and (%(pattern)s::text is null or wish ->> 'prompt' ilike %(pattern)s)
  and (%(after)s::uuid is null or (created_at, id) <
       (select created_at, id from generations where id = %(after)s::uuid and owner_id = %(owner)s))
order by created_at desc, id desc limit %(limit)s
"""
)

# --- Of the queue, which is everybody's ------------------------------------------------------------

PLACES = """
with mine as (
  select id, queued_at, waiting_block(queued_at) as block
    from generations where id = any(%(ids)s) and status = 'pending'
)
select id, 1 + (select coalesce(sum(waiting), 0) from waiting_blocks before where before.block < mine.block)
             + (select count(*) from generations ahead
                 where ahead.status = 'pending' and ahead.queued_at >= mine.block
                   and (ahead.queued_at, ahead.id) < (mine.queued_at, mine.id))
  from mine
"""
FIGURES = """
with lately as (
  select extract(epoch from started_at - queued_at) as waited, extract(epoch from ended_at - started_at) as took,
         ceil((count - made_before) / %(pictures_at_once)s::real) as rounds
    from generations where status = 'completed' and ended_at > %(since)s order by ended_at desc limit %(sample)s
)
select (select coalesce(sum(waiting), 0) from waiting_blocks) as pending,
       (select count(*) from generations where status = 'processing') as processing,
       (select avg(waited)::float8 from lately) as average_wait_seconds,
       (select percentile_cont(0.5) within group (order by took)::float8 from lately) as generation_seconds,
       (select percentile_cont(0.5) within group (order by took / rounds)::float8 from lately) as picture_seconds
"""
TAKE_TURNS = "select pg_advisory_xact_lock(hashtextextended('generations', 0))"
ROOM = "select %(at_once)s - count(*) from generations where status = 'processing'"
NEXT = (
    SHOWN
    + """
where status = 'pending' and owner_id not in (
  select owner_id from generations where status = 'processing' group by owner_id having count(*) >= %(share)s)
order by queued_at, id limit %(room)s
"""
)
OVERDUE = (
    SHOWN + " where status in ('pending', 'processing') and deadline <= %(now)s order by deadline, id limit %(limit)s"
)
IN_WORK = SHOWN + " where status = 'processing' and started_at <= %(before)s order by started_at, id limit %(limit)s"
