"""Updates many Acefone dialer campaigns from one spreadsheet, one campaign a row."""

__version__ = "0.1.0"
