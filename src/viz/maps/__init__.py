"""The map of the region: layers, marks, labels, legends, and what is chosen on it."""
