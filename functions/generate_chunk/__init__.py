"""Write one chunk: state `GenerateChunk`, a `ChunkTask` in, a `ChunkResult` out."""
