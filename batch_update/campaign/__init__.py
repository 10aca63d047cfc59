"""What a dialer campaign is: the only folder that knows a column's name."""
