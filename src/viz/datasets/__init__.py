"""What other data sets say of the war: coded events, displacement, population."""
