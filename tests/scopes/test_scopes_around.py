"""The scopes around a path and the test whether it lies below one say the same."""

from hypothesis import given
from hypothesis import strategies as st

from tf1to2reuse.scopes.store import is_below, scopes_around
from tf1to2reuse.scopes.values import Sym, normal

PARTS = st.sampled_from(["a", "b", "/", "a/b", "/c", "x/", Sym("u", (1,)), Sym("u", (2,))])
PATHS = st.lists(PARTS, max_size=5).map(lambda parts: normal(tuple(parts)))


@given(path=PATHS, scope=PATHS)
def test_a_path_lies_below_the_scopes_around_it(path: tuple, scope: tuple) -> None:
    assert is_below(path, scope) == (scope in set(scopes_around(path)))
