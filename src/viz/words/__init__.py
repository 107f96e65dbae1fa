"""Texts, record cards, citations, filters and sources in words."""
