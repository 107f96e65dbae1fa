"""Imports of official data sets: a file is checked and compared, never written over the records."""
