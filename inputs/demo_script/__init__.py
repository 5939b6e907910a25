"""What the demo meeting holds: invented States, their reports and a log of activities, as Python
tuples.

In: nothing. Out: rows for `make_demo.py` to write. No row may name a real State, an official or a
real sum.
"""
