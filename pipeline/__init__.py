"""Progress papers of the Convention on Cluster Munitions; every sentence knows the cells that fed
it.
"""

__version__ = "0.1.0"
