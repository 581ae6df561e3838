-- Who holds a picture too like this one is found by bands, exactly. Of 64 bits of which at most 9 differ, cut into four
-- bands of 16, either one of the first two differs in at most one bit or one of the last two in at most two: else
-- there were 2 + 2 + 3 + 3 differences. The first two are the low frequencies, in which pictures resemble most.

create function band_values(band bit, off int) returns int[] language sql immutable parallel safe as $$
  select array_agg(distinct band::int # mask)
    from (select 0 union all
          select (1 << one) | (1 << other) from generate_series(0, 15) one, generate_series(0, 15) other
           where off = 2 or one = other) of_bits (mask)
$$;

-- They hold all that is compared: the few thousand rows that a band finds lie all over the table.
create index image_claims_band_1 on image_claims ((substring(phash from 1 for 16)::int))
  include (phash, dhash, picture_id);
create index image_claims_band_2 on image_claims ((substring(phash from 17 for 16)::int))
  include (phash, dhash, picture_id);
create index image_claims_band_3 on image_claims ((substring(phash from 33 for 16)::int))
  include (phash, dhash, picture_id);
create index image_claims_band_4 on image_claims ((substring(phash from 49 for 16)::int))
  include (phash, dhash, picture_id);

-- Indexes answer alone for pages that vacuum has seen, so it is to come by often.
alter table image_claims set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05);

-- The first half of a claim, without a lock: how far it saw, and who holds a picture too like this one. One statement,
-- so one snapshot; and no workers, whose start would take longer than the search.
create function find_claim(
  claimant uuid, p bit(64), d bit(256), p_near int, d_near int, out scanned bigint, out holder uuid
) language plpgsql stable set max_parallel_workers_per_gather = 0 as $$
begin
  if p_near > 9 then
    raise exception 'the bands of image_claims find what differs in at most 9 bits, not in %', p_near;
  end if;
  with near as materialized (
    select picture_id from image_claims
     where substring(phash from 1 for 16)::int = any (band_values(substring(p from 1 for 16), 1))
       and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near and picture_id <> claimant
    union all
    select picture_id from image_claims
     where substring(phash from 17 for 16)::int = any (band_values(substring(p from 17 for 16), 1))
       and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near and picture_id <> claimant
    union all
    select picture_id from image_claims
     where substring(phash from 33 for 16)::int = any (band_values(substring(p from 33 for 16), 2))
       and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near and picture_id <> claimant
    union all
    select picture_id from image_claims
     where substring(phash from 49 for 16)::int = any (band_values(substring(p from 49 for 16), 2))
       and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near and picture_id <> claimant
  )
  select (select coalesce(max(id), 0) from image_claims), (select picture_id from near limit 1)
    into scanned, holder;
end $$;

-- What the release before asks. Its scan saw recipes' claims only, so that all are looked through here.
create or replace function claim_image(
  claimant uuid, take smallint, p bit(64), d bit(256), scanned bigint, p_near int, d_near int
) returns uuid language plpgsql volatile as $$
declare held record;
begin
  perform pg_advisory_xact_lock(hashtextextended('image_claims', 0));
  select * into held from find_claim(claimant, p, d, p_near, d_near);
  return coalesce(held.holder, claim_picture(claimant, claimant, take, p, d, held.scanned, p_near, d_near));
end $$;
