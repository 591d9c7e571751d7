"""Game systems that servers have added."""
