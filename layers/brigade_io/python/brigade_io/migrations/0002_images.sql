-- Pictures: who holds which fingerprint (image_claims, narrow because every claim reads all of it), and the
-- record of each recipe's picture.

create table image_claims (
  id         bigint generated always as identity primary key,
  recipe_id  uuid not null references recipes (id) on delete cascade,
  attempt    smallint not null check (attempt >= 0),
  phash      bit(64) not null,
  dhash      bit(256) not null,
  unique (recipe_id, attempt)
);

-- The second half of a claim. The caller has scanned the table without a lock up to `scanned`; under the lock only
-- newer rows are left to compare. Ids rise in the order of commits because every row gets its id under this lock.
-- Gives the recipe that holds a picture too like this one, or null when it is claimed. A recipe's own claims never
-- stand in its way; a claim that changes gets a new id, because others may have scanned past the old one.
create function claim_image(
  claimant uuid, take smallint, p bit(64), d bit(256), scanned bigint, p_near int, d_near int
) returns uuid language plpgsql volatile as $$
declare holder uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'claim_image needs READ COMMITTED: an older snapshot misses the newest claims';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('image_claims', 0));
  select recipe_id into holder from image_claims
   where id > scanned and recipe_id <> claimant
     and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near
   limit 1;
  if holder is not null then
    return holder;
  end if;
  insert into image_claims as held (recipe_id, attempt, phash, dhash) values (claimant, take, p, d)
  on conflict (recipe_id, attempt) do update
     set id = default, phash = excluded.phash, dhash = excluded.dhash
   where (held.phash, held.dhash) is distinct from (excluded.phash, excluded.dhash);
  return null;
end $$;

create table recipe_images (
  recipe_id       uuid primary key references recipes (id) on delete cascade,
  url             varchar(500) not null,
  prompt          text not null,
  phash           bit(64),
  dhash           bit(256),
  provider        text not null,
  model           text not null,
  created_at      timestamptz not null,
  quality_score   int not null check (quality_score between 0 and 100),
  is_placeholder  boolean not null,
  retry_count     int not null check (retry_count >= 0),
  cost_micros     bigint not null check (cost_micros >= 0),
  alt_text        varchar(125) not null,
  storage_keys    jsonb not null,
  reason          text,
  check (is_placeholder = (phash is null) and (phash is null) = (dhash is null))
);

create index recipe_images_created on recipe_images (created_at desc);
create index recipe_images_placeholders on recipe_images (created_at desc) where is_placeholder;
create index recipe_images_model on recipe_images (provider, model, created_at desc);
create index recipe_images_storage_keys on recipe_images using gin (storage_keys);
