"""What a person asks for: the papers of a meeting, and everything that is asked about them."""
