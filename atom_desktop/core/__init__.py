"""The living program without a face: records, changes, index, undo, commands and settings."""
