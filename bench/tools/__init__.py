"""What benchmarks measure with: crowds of players, several ways beside one another, processes."""
