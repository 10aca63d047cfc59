"""Sheets that people made, read as rows of cells. Knows the libraries that read spreadsheets, none that writes them."""
