"""What lasts longer than a run: the address, the records that are served, and garbage."""
