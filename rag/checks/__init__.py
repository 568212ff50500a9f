"""Figures held against one another: what a report states twice, parts and wholes, claims, and faults."""
