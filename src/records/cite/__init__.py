"""Records and sources as citations."""
