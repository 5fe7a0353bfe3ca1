"""Judge one mutant of every operator: ``python one_of_each.py FOLDER`` leaves ``outcomes.pickle`` there."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from edits import Mutant
from mutated_programs import Program, written_by_hand
from run import judge


def main(folder: Path) -> None:
    """The small programs first: they are measured fastest."""
    programs = sorted(written_by_hand(), key=lambda program: program.name in ("picture", "sequence"))
    seen: set[str] = set()

    def first_of_its_kind(_: Program, mutant: Mutant) -> bool:
        new = mutant.operator not in seen
        seen.add(mutant.operator)
        return new

    outcomes = judge(programs, folder, os.cpu_count() or 1, first_of_its_kind)
    (folder / "outcomes.pickle").write_bytes(pickle.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
