"""Map layers and outlines as they lie in the data folder."""
