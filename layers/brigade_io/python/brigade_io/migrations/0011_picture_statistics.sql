-- What statistics and the watch over spending and storage read.

create index generated_images_created on generated_images (created_at) include (cost_micros, owner_id);
create index generated_images_formats on generated_images (format) include (bytes) where status = 'stored';

-- The release before does not know what is said of a picture beyond its own columns: where it puts another in the place
-- of one, nothing of that is true any more.
create function forget_other_picture() returns trigger language plpgsql as $$
begin
  new.variants := '{}';
  new.width := null;
  new.height := null;
  new.format := null;
  new.bytes := null;
  new.sha256 := null;
  new.blurhash := null;
  new.generation_ms := null;
  new.rating := null;
  return new;
end $$;

create trigger forget_other_picture before update of url on generated_images
  for each row when (new.url <> old.url and new.variants <> '{}' and new.variants = old.variants)
  execute function forget_other_picture();
