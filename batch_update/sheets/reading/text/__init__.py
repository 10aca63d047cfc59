"""Text files: .csv and its like."""
