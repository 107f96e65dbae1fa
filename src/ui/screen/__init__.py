"""A page on the screen: one drawing function for each kind of part."""
