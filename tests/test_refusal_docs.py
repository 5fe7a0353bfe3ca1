"""Every refusal and note that planning and rewriting can give has a section in docs/refusals.md."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r'"((?:refused|note|variables|tensors|losses|import)-[a-z-]+)"')


def test_every_code_has_a_section() -> None:
    files = [*ROOT.glob("tf1to2reuse/plan/*.py"), *ROOT.glob("tf1to2reuse/rewrite/*.py")]
    used = {code for file in files for code in CODE.findall(file.read_text("utf-8"))}
    headings = set(re.findall(r"^## ([a-z-]+)$", (ROOT / "docs/refusals.md").read_text("utf-8"), re.M))
    assert used and used == headings
