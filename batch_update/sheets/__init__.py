"""Spreadsheets and text files: the only folder that knows pandas, openpyxl, Excel and CSV."""
