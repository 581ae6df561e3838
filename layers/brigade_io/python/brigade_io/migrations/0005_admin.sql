-- What a person needs to decide on a draft, and to make a recipe of it; null in rows from before.

alter table recipe_reviews
  add column concept          jsonb,
  add column constraints_key  text not null default '',
  add column model            text not null default '',
  add column cost_micros      bigint not null default 0;

-- A retry may write what waits for a person: its draft is then replaced by the recipe.
alter table recipe_reviews drop constraint recipe_reviews_state_check;
alter table recipe_reviews add constraint recipe_reviews_state_check
  check (state in ('open', 'accepted', 'rejected', 'replaced'));

create index recipes_newest on recipes (created_at desc, id desc);
