"""Progress papers of the Convention on Cluster Munitions; every sentence knows the cells that fed
it.
"""

# Said wherever Ctrl-C ends a run, while the modules are loaded too.
INTERRUPTED_LINE = "Interrupted. The papers are as they were."
INTERRUPTED = 130

__version__ = "0.1.0"
