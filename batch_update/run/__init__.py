"""One run from its sheet to its results: the pipeline that every face of the program calls."""
