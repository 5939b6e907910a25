"""Everything that was found, as one ledger: what fed which block, and what became of every row."""
