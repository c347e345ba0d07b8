"""Bringing tasks in from files, and writing them to files."""
