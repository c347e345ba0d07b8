"""Builds ATOM: the one place where objects are made and handed to each other."""
