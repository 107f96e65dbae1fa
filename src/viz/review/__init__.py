"""What every chart draws, and what a change of the data changes in them."""
