"""Run the command as ``python -m huying.cli``."""

from huying.cli import main

main()
