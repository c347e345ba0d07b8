"""The commands: everything a user can do, one table a subject."""
