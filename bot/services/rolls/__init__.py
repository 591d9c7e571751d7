"""From a request to a rolled result."""
