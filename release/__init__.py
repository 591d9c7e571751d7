"""What the pipeline asks before and while it releases; only the standard library, so any Python runs it."""
