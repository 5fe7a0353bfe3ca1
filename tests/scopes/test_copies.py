"""An unchanged copy of a library is API; a changed one is code of the repository."""

from __future__ import annotations

import hashlib

import pytest

from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.scopes import copies

LIBRARY = (
    "import tensorflow as tf\n\ndef conv2d(x, n, size, scope=None):\n"
    "    with tf.variable_scope(scope, 'Other'):\n        return tf.get_variable('v', [n])\n"
)
MODEL = (
    "import numpy as np\nfrom tf_slim.layers import layers as lib\n\n"
    "def probe(x=np.zeros((1, 8, 8, 3), 'float32')):\n    return {'y': lib.conv2d(x, 4, 3)}\n"
)


def paths(library: str) -> list[str]:
    files = {"tf_slim/layers/__init__.py": "", "tf_slim/layers/layers.py": library, "model.py": MODEL}
    result = scan([SourceFile(path, text) for path, text in sorted(files.items())])
    return [row.path for row in result.rows if row.root == "model.py:probe"]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(LIBRARY.encode()).hexdigest()
    monkeypatch.setattr(copies, "known_copies", lambda: {digest: "tf.contrib.slim"})


def test_a_copy_is_api(known: None) -> None:
    assert paths(LIBRARY) == ["Conv/weights", "Conv/biases"]


def test_newlines_do_not_make_it_another_file(known: None) -> None:
    assert paths(LIBRARY.replace("\n", "\r\n")) == ["Conv/weights", "Conv/biases"]


def test_a_changed_copy_is_followed(known: None) -> None:
    assert paths(LIBRARY + "\n# changed\n") == ["Other/v"]


def test_the_table_is_well_formed() -> None:
    assert copies.known_copies()
    assert all(len(digest) == 64 and name.startswith("tf.") for digest, name in copies.known_copies().items())
