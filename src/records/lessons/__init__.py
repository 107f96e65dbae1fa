"""Lessons as files and as codes in a link."""
