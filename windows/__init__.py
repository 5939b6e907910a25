"""What Windows needs beside the program: a check of its Python, and the script that packs it all
into one file.
"""
