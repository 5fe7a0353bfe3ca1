"""The layer calls of the development programs that the catalogue does not cover are these, and no others.

The programs are the assembled trees below the folder named by ``CORPUS_TREES``. The table is printed with
``pytest -m corpus -s tests/corpus/test_layer_calls.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from layer_calls import Count, count_tree, table

pytestmark = pytest.mark.corpus

TREES = os.environ.get("CORPUS_TREES", "")
NAMES = sorted(path.name for path in Path(TREES).iterdir() if path.is_dir()) if TREES else []
NOT_COVERED: dict[str, set[str]] = {
    "pypi_dp_squad": {"tf.contrib.cudnn_rnn.CudnnGRU", "tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell"},
}


@pytest.fixture(scope="module")
def counts() -> Iterator[list[Count]]:
    """Collects the counts and prints them when the module is done."""
    found: list[Count] = []
    yield found
    print("\n" + table(found))


@pytest.mark.skipif(not TREES, reason="CORPUS_TREES names no folder")
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_covered_is_known(name: str, counts: list[Count]) -> None:
    count = count_tree(Path(TREES) / name)
    counts.append(count)
    assert {call.name for call in count.calls if call.reason} == NOT_COVERED.get(name, set())
