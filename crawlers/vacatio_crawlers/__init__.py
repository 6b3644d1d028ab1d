"""Official sources to raw documents, politely and honestly."""
