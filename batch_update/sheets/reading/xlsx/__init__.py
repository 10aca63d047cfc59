"""Workbooks of Office Open XML: .xlsx and .xlsm."""
