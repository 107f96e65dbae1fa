"""Lessons and pupils' readings as pages."""
