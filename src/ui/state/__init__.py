"""What lasts longer than a run: the address, the records that are served, the server's warmth."""
