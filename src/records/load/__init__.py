"""A folder becomes immutable records; what must hold between its rows, and on the ground."""
