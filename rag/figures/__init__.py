"""Figures of one report: found, with their places, and computed with from there, each with its formula."""
