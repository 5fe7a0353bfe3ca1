"""The ledger of a real program against what TensorFlow 1.15.5 made when it ran the program's probe.

``python tests/corpus/ledger_cases.py TREE EXPECTED.json PROBE`` prints one comparison with its differences.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.discover import discover
from tf1to2reuse.report.model import LedgerRow


@dataclass
class Comparison:
    """How the variables of one probe compare: names that are right, unresolved, and what is wrong."""

    right: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    open_shapes: int = 0

    def line(self, case: str) -> str:
        """The case's line of the table."""
        numbers = (
            f"{len(self.right):>5} {len(self.unresolved):>10} {len(self.wrong):>5} {self.open_shapes:>11}"
        )
        return f"{case:<22} {numbers}  {'; '.join(self.reasons)[:160]}"


HEAD = f"{'case':<22} {'right':>5} {'unresolved':>10} {'wrong':>5} {'open shapes':>11}  reasons"


def compare(rows: list[LedgerRow], variables: list[dict[str, Any]]) -> Comparison:
    """Names, creation order, numbers of requests, and shapes where the ledger knows them."""
    result = Comparison()
    known = {row.path: row for row in rows if resolved(row)}
    result.reasons = list(dict.fromkeys(row.reason for row in rows if is_gap(row)))
    for variable in variables:
        row = known.get(variable["name"])
        problems = [] if row is None else differences(row, variable)
        if row is None and not result.reasons:
            result.wrong.append(f"{variable['name']} is missing")
        elif row is None:
            result.unresolved.append(variable["name"])
        elif problems:
            result.wrong.extend(problems)
        else:
            result.right.append(variable["name"])
            result.open_shapes += not known_shape(row)
    names = [variable["name"] for variable in variables]
    invented = [name for name in known if name not in names]
    result.unresolved += [f"{name} (depends on a condition)" for name in invented if depends(known[name])]
    result.wrong += [f"{name} does not exist in TensorFlow" for name in invented if not depends(known[name])]
    both = [name for name in names if name in known]
    predicted = [name for name in known if name in names]
    if predicted != both:
        first = next(pair for pair in zip(predicted, both, strict=True) if pair[0] != pair[1])
        result.wrong.append(f"order: {first[0]} where TensorFlow makes {first[1]}")
    return result


def differences(row: LedgerRow, variable: dict[str, Any]) -> list[str]:
    """What the row says otherwise than TensorFlow does."""
    name, found = row.path, []
    if row.requests != max(variable["requests"], 1):
        found.append(f"{name}: asked for {row.requests} times, in TensorFlow {variable['requests']}")
    if row.trainable != variable["trainable"]:
        found.append(f"{name}: trainable {row.trainable}")
    shape = variable["shape"]
    if (row.shape is not None and len(row.shape) != len(shape)) or (
        row.shape is not None
        and any(isinstance(a, int) and a != b for a, b in zip(row.shape, shape, strict=True))
    ):
        found.append(f"{name}: shape {row.shape}, in TensorFlow {shape}")
    return found


def resolved(row: LedgerRow) -> bool:
    """Whether the row names one variable that is made."""
    return "{" not in row.path and any(site.how not in ("error", "unresolved") for site in row.sites)


def depends(row: LedgerRow) -> bool:
    """Whether the ledger says of every site that it depends on a condition which it cannot decide."""
    return all(site.condition for site in row.sites)


def is_gap(row: LedgerRow) -> bool:
    """Whether the row says that the ledger does not know something."""
    return (not resolved(row) and not all(site.how == "error" for site in row.sites)) or (not row.sites)


def known_shape(row: LedgerRow) -> bool:
    """Whether every size is a number."""
    return row.shape is not None and all(isinstance(size, int) for size in row.shape)


def compare_tree(tree: Path, expected: Path, probe: str) -> Comparison:
    """The comparison for one tree."""
    result = scan(discover([tree], exclude=()).sources)
    rows = [row for row in result.rows if row.root == probe]
    return compare(rows, json.loads(expected.read_text("utf-8"))["variables"])


if __name__ == "__main__":
    answer = compare_tree(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    print(HEAD)
    print(answer.line(Path(sys.argv[2]).stem))
    print("\n".join([*answer.wrong, *(f"unresolved: {name}" for name in answer.unresolved)][:40]))
