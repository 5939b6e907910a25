"""What a person asks for besides the papers: why, and the no-op answer."""
