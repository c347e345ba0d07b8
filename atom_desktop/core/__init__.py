"""The living program without a face: records and their changes, index, undo, commands and settings."""
