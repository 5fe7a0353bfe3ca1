"""Bytes become text with their encoding, or one finding with the line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tf1to2reuse.repo.read import encode_source, read_source
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import Finding


def read(folder: Path, data: bytes) -> SourceFile | Finding:
    file = folder / "model.py"
    file.write_bytes(data)
    return read_source(file, "model.py")


def finding(folder: Path, data: bytes) -> Finding:
    answer = read(folder, data)
    assert isinstance(answer, Finding), answer
    assert answer.needs_person
    assert answer.severity == "error"
    return answer


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        pytest.param(b"x = 1\n", "utf-8", False, id="ascii"),
        pytest.param("x = 'ä'\n".encode(), "utf-8", False, id="utf-8"),
        pytest.param(b"\xef\xbb\xbfx = 1\n", "utf-8", True, id="bom"),
        pytest.param(b"# coding: latin-1\nx = '\xe4'\n", "iso-8859-1", False, id="latin-1"),
        pytest.param(b"#!/usr/bin/python\n# -*- coding: gbk -*-\nx = '\xc4\xe3'\n", "gbk", False, id="gbk"),
        pytest.param(b"x = 1\r\ny = 2\r\n", "utf-8", False, id="crlf"),
        pytest.param(b"x = 1\ry = 2\r", "utf-8", False, id="cr"),
        pytest.param(b"x = 1\r\ny = 2\n\x0cz = 3", "utf-8", False, id="mixed"),
        pytest.param(b"", "utf-8", False, id="empty"),
    ],
)
def test_every_byte_comes_back(tmp_path: Path, data: bytes, encoding: str, bom: bool) -> None:
    source = read(tmp_path, data)
    assert isinstance(source, SourceFile), source
    assert (source.encoding, source.bom) == (encoding, bom)
    assert encode_source(source, source.text) == data


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b"x = 1\ny = '\xe4'\n", 2, id="not-utf-8"),
        pytest.param(b"# coding: utf-8\n\n\ny = '\xff'\n", 4, id="not-as-declared"),
        pytest.param(b"# coding: no-such-codec\n", 1, id="unknown-encoding"),
        pytest.param(b"\xef\xbb\xbf# coding: latin-1\n", 1, id="bom-and-latin-1"),
        pytest.param("x = 1\n".encode("utf-16"), 1, id="utf-16"),
    ],
)
def test_undecodable(tmp_path: Path, data: bytes, line: int) -> None:
    told = finding(tmp_path, data)
    assert (told.code, told.place.line) == ("file-not-decodable", line)
    assert "\n" not in told.message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b'x = 1\nprint "hello"\n', 2, id="print"),
        pytest.param(b"print x\n", 1, id="print-name"),
        pytest.param(b"try:\n    pass\nexcept ValueError, error:\n    pass\n", 3, id="except-comma"),
        pytest.param(b"raise ValueError, 'no'\n", 1, id="raise-comma"),
        pytest.param(b"if a <> b:\n    pass\n", 1, id="diamond"),
        pytest.param(b"mode = 0755\n", 1, id="octal"),
        pytest.param(b"n = 10L\n", 1, id="long"),
        pytest.param(b"exec 'x = 1'\n", 1, id="exec"),
    ],
)
def test_python_2_is_named(tmp_path: Path, data: bytes, line: int) -> None:
    told = finding(tmp_path, data)
    assert (told.code, told.place.line) == ("file-not-parsed", line)
    assert "Python 2" in told.message


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"def f(:\n    pass\n", id="syntax"),
        pytest.param(b"if x:\npass\n", id="indent"),
        pytest.param(b"if x:\n\ta = 1\n        b = 2\n", id="tabs"),
        pytest.param(b"x = (1,\n", id="unclosed"),
        pytest.param(b"x = 1\0\n", id="null-byte"),
        pytest.param(b"x = " + b"(" * 5000 + b")" * 5000, id="too-deep"),
    ],
)
def test_broken_syntax(tmp_path: Path, data: bytes) -> None:
    told = finding(tmp_path, data)
    assert told.code == "file-not-parsed"
    assert "Python 2" not in told.message


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "model.py").mkdir()
    told = read_source(tmp_path / "model.py", "model.py")
    assert isinstance(told, Finding)
    assert told.code == "file-not-readable"
