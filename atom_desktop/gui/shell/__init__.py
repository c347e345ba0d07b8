"""The window around the list: pages, side bar, quick add, tray and messages."""
