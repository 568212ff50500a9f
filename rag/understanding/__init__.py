"""Understanding: a question becomes a Query, in stages, and its names are found among what reports print."""
