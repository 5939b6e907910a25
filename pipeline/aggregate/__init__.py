"""Records and plan in, answers and figures out; naming.py is the gate to print."""
