"""What is said before, while and after a run, in the same words on every face. Pure: values in, sentences out."""
