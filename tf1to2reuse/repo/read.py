"""A file's bytes become a SourceFile, or one Finding that says why they cannot."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import warnings
from dataclasses import replace
from pathlib import Path

from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import Finding, Place

# What only Python 2 allowed, as the line of a SyntaxError shows it.
_PYTHON2 = re.compile(
    r"""^\s*(print\s+[^(=\s]|print\s*>>|exec\s+["'\w]|raise\s+[\w.]+\s*,|except\s+[^:]+,\s*\w+\s*:)"""
    r"""|<>|`[^`]*`|\b0[0-7]+\b|\b\d+[lL]\b|\bur["']|^\s*def\s+\w+\(.*\([^()=]*,"""
)


def read_source(path: Path, relative: str) -> SourceFile | Finding:
    """Reads one Python file: encoding by PEP 263 and BOM, newlines as they are; checks that it parses."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return _broken("file-not-readable", f"The file cannot be read: {error.strerror}.", relative)
    decoded = _decode(data, relative)
    if isinstance(decoded, Finding):
        return decoded
    return _parsed(decoded)


def encode_source(source: SourceFile, text: str) -> bytes:
    """The bytes to write for new text of a file: its own encoding and BOM. Raises UnicodeEncodeError."""
    return (codecs.BOM_UTF8 if source.bom else b"") + text.encode(source.encoding)


def _decode(data: bytes, relative: str) -> SourceFile | Finding:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        # Python's word for a first line that is not UTF-8; the decoder below names the byte and its line.
        if error.msg != "invalid or missing encoding declaration":
            return _undecodable(f"The file's encoding cannot be told: {error.msg}", relative, 1)
        encoding = "utf-8"
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    encoding = "utf-8" if bom else encoding
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return _undecodable(
            f"The file is not {encoding}: byte 0x{body[error.start]:02x} on this line", relative, line
        )
    # A stateful encoding could come back with other bytes on lines that nobody touched.
    if text.encode(encoding, "replace") != body:
        return _undecodable(
            f"The file's encoding {encoding} does not survive reading and writing", relative, 1
        )
    return SourceFile(relative, text, encoding, bom)


def _parsed(source: SourceFile) -> SourceFile | Finding:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in old code are not ours to report
            return replace(source, tree=ast.parse(source.text))
    except SyntaxError as error:
        return _unparsed(source, error)
    except (ValueError, RecursionError, MemoryError) as error:
        return _broken("file-not-parsed", f"Python cannot parse the file: {error}.", source.path)


def _unparsed(source: SourceFile, error: SyntaxError) -> Finding:
    line = max(error.lineno or 1, 1)
    lines = source.text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    if _PYTHON2.search(shown) or (error.msg or "").startswith("Missing parentheses in call"):
        message = f"The file looks like Python 2 ({error.msg}); convert it to Python 3 first."
    else:
        message = f"The file has broken syntax: {error.msg}; correct it and run again."
    return _broken("file-not-parsed", message, source.path, line, max(error.offset or 1, 1))


def _undecodable(message: str, relative: str, line: int) -> Finding:
    advice = "; save it as UTF-8 or declare its encoding in a coding comment."
    return _broken("file-not-decodable", message + advice, relative, line)


def _broken(code: str, message: str, relative: str, line: int = 1, column: int = 1) -> Finding:
    return Finding(code, message, Place(relative, line, column), severity="error", needs_person=True)
