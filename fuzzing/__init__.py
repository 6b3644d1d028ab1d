"""Long runs against hostile input, apart from the tests: `make fuzz`."""
