"""What formats have in common: safe text, source excerpts, colour, JSON lines. Not a format itself."""
