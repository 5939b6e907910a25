"""Wording and public figures in, blocks with spans out."""
