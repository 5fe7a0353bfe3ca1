"""``python -m tf1to2reuse`` is the ``tf1to2reuse`` command."""

from tf1to2reuse.cli import main
from tf1to2reuse.garbage import leave_to_the_system


def run() -> None:
    """The command as a process of its own."""
    try:
        main()
    finally:
        leave_to_the_system()


if __name__ == "__main__":
    run()
