"""Days and times in the words that people use for them."""
