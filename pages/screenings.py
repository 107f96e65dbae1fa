"""Arrives soon."""
