"""``python -m tf1to2reuse`` is the ``tf1to2reuse`` command."""

from tf1to2reuse.cli import main

if __name__ == "__main__":
    main()
