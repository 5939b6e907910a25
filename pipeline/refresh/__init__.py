"""Editors' bytes, what was generated last, and the papers of today in; the editors' document with
the new facts out.
"""
