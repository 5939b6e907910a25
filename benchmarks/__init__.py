"""Measurements, side by side in one run; quote ratios, machines are noisy. `make bench` prints
them.
"""
