"""From the bytes of a table to typed rows, with every fault on the way."""
