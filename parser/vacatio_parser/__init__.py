"""Text of acts and bulletins to facts, each with the words it was read from."""
