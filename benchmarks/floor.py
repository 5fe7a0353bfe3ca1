"""The floor of a rewrite: parse the files named on stdin with LibCST and print them again."""

from __future__ import annotations

import sys
from pathlib import Path

import libcst


def main() -> None:
    files = [Path(line) for line in sys.stdin.read().splitlines()]
    for file in files:
        data = file.read_bytes()
        if libcst.parse_module(data).bytes != data:
            sys.exit(f"LibCST does not give {file} back as it was")
    print(len(files))


if __name__ == "__main__":
    main()
