"""How everything looks: colours, sizes and fonts, light and dark."""
