"""What number formats make of numbers: what a cell shows beside what it holds. Pure."""
