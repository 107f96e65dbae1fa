"""Figures: who said how many, when, and what they counted."""
