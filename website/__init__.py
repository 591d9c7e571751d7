"""The website: the guides in docs/, and pages that run the library in the reader's browser."""
