"""Rows in, records out: States, dates and closed values by strict grammars, never by guessing."""
