"""Progress papers of the Convention on Cluster Munitions, every sentence with the cells that fed
it.
"""

__version__ = "0.1.0"
