"""Damage a checkpoint in many ways and read it: ``fuzz_worker.py PREFIX FOLDER FORM``. A process of its own,
since what is tested is that TensorFlow's reader does not take the process down."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from tf1to2reuse.checkpoint.reader import Checkpoint, UnreadableCheckpointError


def damages(data: bytes, draws: random.Random) -> Iterator[bytes]:
    for size in (0, 1, 40, len(data) // 2, len(data) - 48, len(data) - 1):
        yield data[: max(size, 0)]
    for _ in range(60):
        changed = bytearray(data)
        changed[draws.randrange(len(data))] ^= 1 << draws.randrange(8)
        yield bytes(changed)
    for _ in range(30):
        changed, start = bytearray(data), draws.randrange(len(data))
        changed[start : start + 16] = draws.randbytes(16)
        yield bytes(changed)


def contents(prefix: Path) -> dict[str, bytes]:
    checkpoint = Checkpoint(prefix)
    return {name: checkpoint.read(name).tobytes() for name in checkpoint.entries}


def main(whole: Path, folder: Path) -> None:
    right, draws, refused, wrong = contents(whole), random.Random(1), 0, 0
    files = sorted(path for path in whole.parent.iterdir() if path.name.startswith(whole.name))
    for file in files:
        for number, data in enumerate(damages(file.read_bytes(), draws)):
            place = folder / f"{file.name}-{number}"
            place.mkdir()
            for other in files:
                (place / other.name).write_bytes(data if other == file else other.read_bytes())
            try:
                wrong += contents(place / whole.name) != right
            except UnreadableCheckpointError as error:
                refused += 1
                assert "\n" not in str(error)
    print(f"{refused} refused, {wrong} wrong")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
