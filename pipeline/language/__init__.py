"""Text to parsed document: which language, which model, the fast runtime."""
