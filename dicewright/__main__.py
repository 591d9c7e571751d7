"""`python -m dicewright` is the command line."""

from dicewright.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
