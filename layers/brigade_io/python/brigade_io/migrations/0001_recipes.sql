-- Recipes, and the drafts that wait for a person.

create table recipes (
  id                    uuid primary key,
  name                  varchar(255) not null,
  description           text not null,
  meal_types            jsonb not null,
  dietary_tags          jsonb not null,
  main_ingredient_tags  jsonb not null,
  ingredients_json      jsonb not null,
  instructions_text     text not null,
  prep_time_minutes     int not null check (prep_time_minutes >= 0),
  cook_time_minutes     int not null check (cook_time_minutes >= 0),
  servings              int not null check (servings > 0),
  calories_kcal         int not null check (calories_kcal > 0),
  protein_grams         numeric(5, 2) not null check (protein_grams >= 0),
  carbs_grams           numeric(5, 2) not null check (carbs_grams >= 0),
  fat_grams             numeric(5, 2) not null check (fat_grams >= 0),
  nutrition             jsonb not null,
  claimed_nutrition     jsonb not null,
  nutrition_changes     jsonb not null,
  allergens             jsonb,           -- null: not assessed, which is not the same as none
  quality_score         int not null check (quality_score between 0 and 100),
  quality_reasons       jsonb not null,
  image_url             varchar(500) not null,
  image_is_placeholder  boolean not null default true,
  image_reason          text,
  source_reference      text not null,
  batch_id              uuid not null,
  batch_position        int not null,
  constraints_key       text not null,   -- the constraints it was asked under
  concept_key           text not null,   -- the dish: meal, main ingredient, cuisine, method
  model                 text not null,
  cost_micros           bigint not null check (cost_micros >= 0),
  is_approved           boolean not null default false,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  unique (batch_id, batch_position)
);

create index recipes_meal_types on recipes using gin (meal_types);
create index recipes_dietary_tags on recipes using gin (dietary_tags);
create index recipes_main_ingredient_tags on recipes using gin (main_ingredient_tags);
create index recipes_calories on recipes (calories_kcal);
create index recipes_protein on recipes (protein_grams);
create index recipes_prep_time on recipes (prep_time_minutes);
create index recipes_approved on recipes (is_approved);
create index recipes_approved_calories on recipes (is_approved, calories_kcal);
create index recipes_constraints on recipes (constraints_key, created_at desc);

create table recipe_reviews (
  batch_id        uuid not null,
  batch_position  int not null,
  draft           jsonb not null,
  reasons         jsonb not null,
  state           text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (batch_id, batch_position)
);

create index recipe_reviews_open on recipe_reviews (created_at) where state = 'open';
