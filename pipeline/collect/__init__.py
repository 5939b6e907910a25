"""Bytes in, rows out: this stage knows file formats and nothing about treaties."""
