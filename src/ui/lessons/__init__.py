"""Lessons on the screen: presented, read, built."""
