"""Write one recipe of a chunk: state `WriteRecipe`, a `WriteTask` in, nothing out. Its answers lie in S3."""
