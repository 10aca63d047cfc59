"""What looks at the account and sends nothing: the plan of a sheet, the pull, the sheet that puts a run back."""
