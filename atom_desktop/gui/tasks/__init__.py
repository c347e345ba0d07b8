"""The list of tasks: what it shows, how a row looks, and how it follows what happens."""
