"""What records, places, bodies and sources are called."""
