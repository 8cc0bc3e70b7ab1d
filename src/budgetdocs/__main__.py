"""``python -m budgetdocs`` is the same as ``budgetdocs``."""

import sys

from budgetdocs.cli import main

if __name__ == "__main__":
    sys.exit(main())
