"""Rows of one report: lists, numbers of rows, sums and averages over rows, and rows of tables of no known form."""
