"""The window: all that is Qt, and only here."""
