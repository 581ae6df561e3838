-- Pictures of a size that few have.

create index generated_images_sizes on generated_images (width, height) where status = 'stored';
