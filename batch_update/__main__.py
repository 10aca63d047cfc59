"""`python -m batch_update`."""

from batch_update.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
