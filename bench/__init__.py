"""Our code beside its peers, measured in one run: `python -m bench.rolling`, `.hostile`, `.importing`."""
