"""What the documentation promises about commands, codes and its own commands is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tf1to2reuse.cli import main

ROOT = Path(__file__).parents[1]


def test_the_readme_has_two_commands_of_one_line() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S)
    assert len(blocks) == 2
    assert all(block.count("\n") == 1 and "venv" in block for block in blocks)
    assert "tf1to2reuse demo" in blocks[0]
    assert "pytest" in blocks[1]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_is_in_the_usage_page(name: str) -> None:
    usage = (ROOT / "docs/usage.md").read_text()
    options = [p.opts[-1] for p in main.commands[name].params if isinstance(p, click.Option)]
    assert [option for option in options if option not in usage] == []
    assert f"tf1to2reuse {name}" in usage


def test_every_file_code_has_a_heading() -> None:
    sources = "".join(file.read_text() for file in (ROOT / "tf1to2reuse/repo").glob("*.py"))
    codes = set(re.findall(r'"(file-[a-z-]+)"', sources))
    headings = set(re.findall(r"^### (file-\S+)$", (ROOT / "docs/limits.md").read_text(), re.M))
    assert codes == headings
