"""`python -m assumelint`."""

import sys

from assumelint.cli import main

sys.exit(main())
