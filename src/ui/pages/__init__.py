"""What only one page has."""
