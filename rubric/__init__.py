"""Turns answers into levels and recommendations. Pure: only loader.py reads files."""
