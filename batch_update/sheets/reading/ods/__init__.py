"""Spreadsheets of OpenDocument: .ods."""
