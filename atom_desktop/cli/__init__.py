"""The terminal's face: every command of the registry, as text or JSON."""
