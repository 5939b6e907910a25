"""Blocks in, Word documents and workbooks out."""
