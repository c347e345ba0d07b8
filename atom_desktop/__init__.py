"""ATOM keeps a person's tasks, and all that turns into tasks, sealed on their own machine."""

__version__ = "0.1.0"
