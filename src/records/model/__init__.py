"""What the tables are: the data package, the types of rows, and how records rest on each other."""
