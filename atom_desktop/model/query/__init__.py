"""What to look for: the query language of the search box, the command line and saved filters."""
