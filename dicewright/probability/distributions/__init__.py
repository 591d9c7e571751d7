"""Distributions of numbers: how they are added up, mixed and multiplied."""
