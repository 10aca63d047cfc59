"""Updates many Acefone dialer campaigns from one spreadsheet, one campaign a row."""
