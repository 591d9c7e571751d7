"""Benchmarks of our code and of comparable libraries, each in one run, such as `python -m bench.rolling`."""
