"""Questions on several reports: compared, ranked, counted, taken together."""
