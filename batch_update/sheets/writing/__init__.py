"""Workbooks that we make: the template and the results. Knows xlsxwriter; nothing of how a sheet is read."""
