"""How much of TF1's layers the catalogue covers: every public function and class of TF 1.15.5 has a standing.

``public_names.json`` is what TF 1.15.5 itself says that there is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from tf1to2reuse.apis.layers import find, find_cell
from tf1to2reuse.apis.layers.cell_wrappers import find_wrapper
from tf1to2reuse.apis.layers.cells import is_multi
from tf1to2reuse.apis.layers.missing import ELSEWHERE, NO_EQUAL, NOT_YET
from tf1to2reuse.apis.layers.model import Refused
from tf1to2reuse.apis.layers.names import key_of
from tf1to2reuse.apis.layers.usual import usual_form

Kind = Literal["covered", "elsewhere", "refused", "missing"]
RUNS = ("dynamic_rnn", "bidirectional_dynamic_rnn", "static_rnn", "static_bidirectional_rnn")
"""The functions that run cells over time and have a Keras layer."""
_CELLS = re.compile(r"^tf\.(?:nn\.rnn_cell|nn|contrib\.rnn|contrib\.cudnn_rnn)\.(\w+)$")


@dataclass(frozen=True)
class Standing:
    """Whether a name is covered. ``elsewhere``: another part of the tool does it; ``refused``: Keras has no
    equal; ``missing``: it could be covered. ``reason`` says more, "" for what is covered."""

    kind: Kind
    reason: str = ""


@cache
def public_names() -> Mapping[str, tuple[str, ...]]:
    """The public functions and classes of TF 1.15.5 by namespace."""
    text = files(__package__).joinpath("public_names.json").read_text(encoding="utf-8")
    return {space: tuple(names) for space, names in json.loads(text)["names"].items()}


def standing(canonical: str) -> Standing | None:
    """The standing of a name such as ``tf.contrib.layers.bias_add``; ``None`` for names that are unknown."""
    api = find(canonical)
    if api is not None:
        form = usual_form(api)[0]
        if isinstance(form, Refused):
            return Standing("refused", form.message.partition(": ")[2])
        return Standing("covered")
    if find_cell(canonical) is not None or find_wrapper(canonical) is not None or is_multi(canonical):
        return Standing("covered")
    return next((found for key in _keys(canonical) if (found := _listed(key)) is not None), None)


def _keys(canonical: str) -> Iterator[str]:
    key = key_of(canonical)
    if key is not None:
        yield key
    if key is not None and "slim" in canonical:
        yield f"slim.{key.partition('.')[2]}"
    cell = _CELLS.match(canonical)
    if cell is not None:
        yield f"rnn.{cell.group(1)}"


def _listed(key: str) -> Standing | None:
    if key in (f"rnn.{name}" for name in RUNS):
        return Standing("covered")
    if key in ELSEWHERE:
        return Standing("elsewhere", ELSEWHERE[key])
    if key in NO_EQUAL:
        return Standing("refused", NO_EQUAL[key])
    return Standing("missing", NOT_YET[key]) if key in NOT_YET else None
