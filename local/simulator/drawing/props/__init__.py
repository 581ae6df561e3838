"""Things on the table beside the dish."""
