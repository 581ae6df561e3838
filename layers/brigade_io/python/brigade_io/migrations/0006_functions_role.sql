-- Functions read and write rows, and that is all: the schema belongs to whoever migrates it. The deployment makes this
-- role beforehand, so that somebody can sign in as it; where nobody did, it is made here and nobody can.

do $$ begin
  if not exists (select from pg_roles where rolname = 'brigade_functions') then
    create role brigade_functions;
  end if;
exception when duplicate_object or unique_violation then
  null;  -- another database of this server has been migrated at this moment
end $$;

grant usage on schema public to brigade_functions;
grant select, insert, update, delete on all tables in schema public to brigade_functions;
grant usage on all sequences in schema public to brigade_functions;
revoke all on schema_migrations from brigade_functions;

alter default privileges in schema public grant select, insert, update, delete on tables to brigade_functions;
alter default privileges in schema public grant usage on sequences to brigade_functions;
