-- What a recipe's computed nutrition rests on, and its outline for finding the same dish again.

alter table recipes
  add column ingredient_sources jsonb not null default '[]',  -- empty: the claim was taken as it is
  add column dish jsonb;                                      -- null: saved before dishes were compared

comment on column recipes.allergens is 'by the lists of EU and US: what is in it, what may be; null: not assessed';

create index recipes_dish_foods on recipes using gin ((dish -> 'foods'));
