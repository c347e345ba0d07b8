"""What things are: tasks, projects, labels and their changes, with no I/O and no clock."""
