"""Views: what the page shows, made without a page: words, tables, lists, exports, a talk and an import under way."""
