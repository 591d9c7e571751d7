"""The website: the guides of docs/, and pages that run the library in the reader's browser."""
