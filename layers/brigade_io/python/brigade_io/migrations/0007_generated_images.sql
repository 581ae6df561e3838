-- Every picture in one table, of recipes and of what users generate; recipe_images becomes a view of it, which the
-- release before reads and writes as it did its table.

lock table recipe_images, image_claims in access exclusive mode; -- what is being written comes to its end first

create table generated_images (
  id              uuid primary key,   -- a recipe's picture has that of its recipe
  recipe_id       uuid unique references recipes (id) on delete cascade,
  generation_id   uuid,
  position        int not null default 0 check (position >= 0),
  subject_type    text,
  subject_id      text,
  owner_id        uuid,               -- null: the house's
  prompt          text not null,
  alt_text        varchar(125) not null,
  provider        text not null,
  model           text not null,
  width           int check (width > 0),   -- null, as what follows: kept before it was written down
  height          int check (height > 0),
  format          text,
  bytes           bigint check (bytes > 0),
  cost_micros     bigint not null check (cost_micros >= 0),
  generation_ms   int check (generation_ms >= 0),
  quality_score   int not null check (quality_score between 0 and 100),
  phash           bit(64),
  dhash           bit(256),
  sha256          text check (sha256 ~ '^[0-9a-f]{64}$'),
  blurhash        text,
  storage_keys    jsonb not null,     -- of every object, as an array
  variants        jsonb not null default '{}',  -- name -> URL
  url             varchar(500) not null,
  rating          smallint check (rating between 1 and 5),
  reason          text,
  retry_count     int not null default 0 check (retry_count >= 0),
  is_placeholder  boolean not null default false,
  created_at      timestamptz not null,
  deleted_at      timestamptz,
  status          text not null generated always as (
    case when deleted_at is not null then 'deleted' when is_placeholder then 'placeholder' else 'stored' end) stored,
  unique (generation_id, position),
  check (num_nonnulls(recipe_id, generation_id) = 1),
  check ((subject_type is null) = (subject_id is null)),
  check (recipe_id is null or (id = recipe_id and subject_type = 'recipe' and subject_id = recipe_id::text)),
  check (is_placeholder = (phash is null) and (phash is null) = (dhash is null))
);

create function name_recipe_image() returns trigger language plpgsql as $$
begin
  new.id := new.recipe_id;
  new.subject_type := 'recipe';
  new.subject_id := new.recipe_id::text;
  return new;
end $$;

create trigger name_recipe_image before insert on generated_images
  for each row when (new.recipe_id is not null) execute function name_recipe_image();

insert into generated_images
  (recipe_id, url, prompt, phash, dhash, provider, model, created_at, quality_score, is_placeholder, retry_count,
   cost_micros, alt_text, storage_keys, reason)
select recipe_id, url, prompt, phash, dhash, provider, model, created_at, quality_score, is_placeholder, retry_count,
       cost_micros, alt_text, storage_keys, reason
  from recipe_images;

drop table recipe_images;

create view recipe_images as
select recipe_id, url, prompt, phash, dhash, provider, model, created_at, quality_score, is_placeholder, retry_count,
       cost_micros, alt_text, storage_keys, reason
  from generated_images where recipe_id is not null;

create index generated_images_newest on generated_images (created_at desc, id desc) where status = 'stored';
create index generated_images_of_owner on generated_images (owner_id, created_at desc, id desc) where status = 'stored';
create index generated_images_of_subject on generated_images (subject_type, subject_id, created_at desc, id desc)
  where status = 'stored';
create index generated_images_of_model on generated_images (provider, model, created_at desc);
create index generated_images_placeholders on generated_images (created_at desc) where is_placeholder;
create index generated_images_storage_keys on generated_images using gin (storage_keys);
create index generated_images_words on generated_images using gin (to_tsvector('english', prompt || ' ' || alt_text));

-- How each asking of a provider ended, for its rate of success. `account` is the batch or the generation, `attempt` the
-- recipe's attempt or the generation's run, `turn` the place of the asking in it; `outcome` is an error's name or 'made'.
create table picture_attempts (
  account      uuid not null,
  position     int not null,
  attempt      int not null,
  turn         int not null,
  provider     text not null,
  model        text not null,
  outcome      text not null,
  ms           int not null check (ms >= 0),
  cost_micros  bigint not null check (cost_micros >= 0),
  at           timestamptz not null,
  primary key (account, position, attempt, turn)
);

create index picture_attempts_newest on picture_attempts (at desc);

-- A claim is a picture's. Those of recipes go with their recipe.
alter table image_claims add column picture_id uuid;
update image_claims set picture_id = recipe_id;
alter table image_claims alter column picture_id set not null, alter column recipe_id drop not null;
alter table image_claims add check (recipe_id = picture_id), add unique (picture_id, attempt);

-- The second half of a claim, of any picture; `recipe` is null where it is no recipe's. Gives the picture that holds
-- one too like this, or null when it is claimed. All else is as it was: only rows newer than the scan are compared.
create function claim_picture(
  claimant uuid, recipe uuid, take int, p bit(64), d bit(256), scanned bigint, p_near int, d_near int
) returns uuid language plpgsql volatile as $$
declare holder uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'claim_picture needs READ COMMITTED: an older snapshot misses the newest claims';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('image_claims', 0));
  select picture_id into holder from image_claims
   where id > scanned and picture_id <> claimant
     and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near
   limit 1;
  if holder is not null then
    return holder;
  end if;
  insert into image_claims as held (picture_id, recipe_id, attempt, phash, dhash) values (claimant, recipe, take, p, d)
  on conflict (picture_id, attempt) do update
     set id = default, phash = excluded.phash, dhash = excluded.dhash
   where (held.phash, held.dhash) is distinct from (excluded.phash, excluded.dhash);
  return null;
end $$;

-- What the release before asks. Its scan saw recipes' claims only, so that all others are compared here.
create or replace function claim_image(
  claimant uuid, take smallint, p bit(64), d bit(256), scanned bigint, p_near int, d_near int
) returns uuid language plpgsql volatile as $$
declare holder uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('image_claims', 0));
  select picture_id into holder from image_claims
   where recipe_id is null and bit_count(phash # p) <= p_near and bit_count(dhash # d) <= d_near
   limit 1;
  return coalesce(holder, claim_picture(claimant, claimant, take, p, d, scanned, p_near, d_near));
end $$;
