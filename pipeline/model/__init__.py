"""Frozen types that pass between the stages. Nothing here imports another room of the program."""
