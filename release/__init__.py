"""Tools for releases and generated files. Those for the pipeline need only the standard library."""
