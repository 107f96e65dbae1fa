"""Filters, search and selection: what an address asks for, and which rows that leaves."""
