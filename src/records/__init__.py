"""What is known: load, check, link, filter, cite, export. Knows nothing of how it is drawn or asked."""
