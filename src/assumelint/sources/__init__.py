"""Source files to the model: every format ends in an `Extraction`."""
