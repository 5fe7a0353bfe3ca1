"""The README's example is what the tool writes."""

from __future__ import annotations

import re
from pathlib import Path

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_example_is_what_the_tool_writes() -> None:
    text = README.read_text("utf-8")
    block = re.search(r"```diff\n(.*?)```", text, re.S)
    assert block is not None
    lines = block[1].splitlines()
    head = ["import tensorflow as tf", "", ""]
    before = [*head, *(line[1:] for line in lines if line[:1] in " -")]
    after = [*head, *(line[1:] for line in lines if line[:1] in " +")]
    result = rewrite([SourceFile("score.py", "\n".join(before) + "\n")])
    assert result.changes[0].after == "\n".join(after) + "\n"
