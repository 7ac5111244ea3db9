"""Dateline: raw news articles in, enriched records out."""
