"""What we compare ourselves with: libraries that roll and calculate odds, and a minimal bot."""
