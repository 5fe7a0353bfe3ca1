"""Branches in a row make unknowns of unknowns: what they may be is looked at once, not once a way.

With one look per way these programs take 2**60 looks, and never end.
"""

from __future__ import annotations

import pytest

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile

BRANCHES = 60


def program(test: str) -> SourceFile:
    lines = ["import tensorflow as tf", "", "def net(x, a, b, flags):", "    value, other = a, b"]
    for number in range(BRANCHES):
        lines += [f"    if flags[{number}]:", "        value, other = (value or other), (other or value)"]
    lines += [f"    if {test}:", "        return tf.get_variable('w', [3])", "    return x"]
    return SourceFile("net.py", "\n".join(lines) + "\n")


@pytest.mark.parametrize("test", ["value is None", "value == None", "value", "not value", "value(x) is None"])
def test_the_evaluation_ends(test: str) -> None:
    (row,) = [row for row in scan([program(test)]).rows if row.path == "w"]
    assert row.sites[0].condition
