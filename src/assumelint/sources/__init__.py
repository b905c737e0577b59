"""Reading source files into the model. Every source returns an `Extraction`."""
