"""What can be asked of all tasks at once: columns, names, full text, filters and views."""
