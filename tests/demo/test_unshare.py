"""A second copy of a shared layer is put into the text and into the manifest."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tf1to2reuse.demo.unshare import unshare

METHOD = """\
class Match(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.encoder = Encoder(
            width, name="encoder")

    def call(self, question, answer):
        left = self.encoder(question)
        return left, self.encoder(answer)
"""
LOCAL = """\
def main(a, b):
    encoder = Encoder(3, name="encoder")
    return encoder(a) + encoder(b)
"""


def write_tree(folder: Path, text: str, section: str, owner: str) -> Path:
    slot = {"attribute": "encoder", "kind": "layer", "path": "encoder"}
    manifest = {"version": 1, "classes": {}, "functions": {}, section: {owner: {"slots": [slot]}}}
    (folder / "m.py").write_text(text)
    (folder / "tf1to2reuse.json").write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize(
    ("text", "section", "owner", "creation", "call"),
    [
        pytest.param(METHOD, "classes", "m.py:Match", "self.encoder_copy = Encoder",
                     "self.encoder_copy(answer)", id="attribute"),
        pytest.param(LOCAL, "functions", "m.py:main", "encoder_copy = Encoder",
                     "encoder(a) + encoder_copy(b)", id="local"),
    ],
)  # fmt: skip
def test_second_call_gets_its_own_layer(
    tmp_path: Path, text: str, section: str, owner: str, creation: str, call: str
) -> None:
    tree = write_tree(tmp_path, text, section, owner)
    sentence = unshare(tree)
    edited = (tree / "m.py").read_text()
    ast.parse(edited)
    assert edited.count(creation) == 1
    assert edited.count(call) == 1
    assert "m.py:" in sentence
    slots = json.loads((tree / "tf1to2reuse.json").read_text())[section][owner]["slots"]
    assert [slot["attribute"] for slot in slots] == ["encoder", "encoder_copy"]
    assert {slot["path"] for slot in slots} == {"encoder"}


def test_nothing_shared(tmp_path: Path) -> None:
    text = LOCAL.replace("encoder(a) + ", "")
    with pytest.raises(LookupError, match="called twice"):
        unshare(write_tree(tmp_path, text, "functions", "m.py:main"))
