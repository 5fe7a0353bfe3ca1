"""Names of scopes, joined with slashes as code."""

from __future__ import annotations

import pytest

from tf1to2reuse.rewrite.joined_names import joined


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        (['"a"'], '"a"'),
        (["name"], "name"),
        (['"a"', "'b'"], '"a/b"'),
        (['"100%"', '"b"'], '"100%/b"'),
        (['"fuse"', '"in_%d" % i'], '"fuse/in_%d" % i'),
        (['"fuse"', '"in_%d" % (i + 1)'], '"fuse/in_%d" % (i + 1)'),
        (['"100%"', '"in_%d" % i'], '"100%%/in_%d" % i'),
        (['"%dx%d" % (r, r)', '"conv"'], '"%dx%d/conv" % (r, r)'),
        (['"%dx%d" % size', '"conv"'], '"%s/conv" % ("%dx%d" % size)'),
        (["scope", '"h%02d" % n'], '"%s/h%02d" % (scope, n)'),
        (['"l{}".format(i)', '"w"'], '"%s/w" % "l{}".format(i)'),
        (['"a" + name', '"w"'], '"%s/w" % ("a" + name)'),
    ],
)
def test_names_are_one_format_where_they_can_be(pieces: list[str], code: str) -> None:
    assert joined(pieces) == code
    values = {"name": "n", "i": 3, "r": 4, "size": (5, 6), "scope": "s", "n": 7}
    assert eval(code, {}, values) == "/".join(eval(piece, {}, values) for piece in pieces)
