"""Tools for benchmarks: crowds of players, comparing contenders, and measuring processes."""
