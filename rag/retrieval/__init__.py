"""Search: vectors and words, and whether a model of meaning helps."""
