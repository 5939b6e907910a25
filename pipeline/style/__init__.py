"""House style as rules over text: used on what the program writes, and on what an editor made of
it.
"""
