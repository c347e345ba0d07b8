"""What things are: tasks, projects, labels and the changes made to them, with no I/O and no clock."""
