"""How many of the layer calls of real programs the catalogue covers, and what it does not cover.

``python tests/corpus/layer_calls.py TREE...`` prints the table. A call counts as it is written: its literal
arguments decide, what an ``arg_scope`` sets around it is not seen, and a name stands for a value that the
catalogue takes. Covered means that the catalogue has a Keras form for the call.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tf1to2reuse.apis.layers import Bound, LayerApi, Refused, bind, bound_from_code, find, find_cell
from tf1to2reuse.apis.layers.coverage import standing
from tf1to2reuse.apis.layers.signature import literal_of
from tf1to2reuse.facts.links import Links
from tf1to2reuse.facts.program import ModuleFacts, read_program
from tf1to2reuse.facts.survey import dotted
from tf1to2reuse.repo.discover import discover
from tf1to2reuse.scopes.names import canonical_name

RANKS = (4, 3, 2, 5, None)
HEAD = f"{'tree':<28} {'calls':>6} {'covered':>8} {'share':>7}"


@dataclass(frozen=True)
class LayerCall:
    """One call: where it stands, its TF1 name, and why the catalogue does not cover it ("" if it does)."""

    file: str
    line: int
    name: str
    reason: str


@dataclass
class Count:
    """The layer calls of one tree."""

    name: str
    calls: list[LayerCall] = field(default_factory=list)

    @property
    def covered(self) -> int:
        return sum(not call.reason for call in self.calls)

    def line(self) -> str:
        """The tree's line of the table."""
        share = f"{self.covered / len(self.calls):.1%}" if self.calls else "-"
        return f"{self.name:<28} {len(self.calls):>6} {self.covered:>8} {share:>7}"

    def uncovered(self) -> list[str]:
        """What is not covered, the most frequent first, with one place each."""
        open_calls = [call for call in self.calls if call.reason]
        counts = Counter((call.name, call.reason) for call in open_calls)
        places = {(c.name, c.reason): f"{c.file}:{c.line}" for c in reversed(open_calls)}
        return [f"{n:>6}  {key[0]}: {key[1]}  ({places[key]})" for key, n in counts.most_common()]


def count_tree(tree: Path, name: str = "") -> Count:
    """The layer calls of a tree."""
    program, _ = read_program(discover([tree], exclude=()).sources)
    links = Links(program)
    found = Count(name or tree.name)
    for facts in program.modules.values():
        found.calls += sorted(calls_of(facts, links), key=lambda call: call.line)
    return found


def calls_of(facts: ModuleFacts, links: Links) -> Iterator[LayerCall]:
    """The layer calls of one file."""
    for node in facts.calls:
        assert isinstance(node, ast.Call)
        for name in names_of(facts, links, node.func):
            reason = reason_for(name, node, facts, links)
            if reason is not None:
                yield LayerCall(facts.file, node.lineno, name, reason)
                break


def names_of(facts: ModuleFacts, links: Links, node: ast.expr) -> list[str]:
    """The names outside the tree that an expression means."""
    parts = (
        dotted(node) if isinstance(node, ast.Attribute) else (node.id,) if isinstance(node, ast.Name) else ()
    )
    return sorted(map(canonical_name, links.meaning(facts, parts).outside)) if parts else []


def reason_for(name: str, node: ast.Call, facts: ModuleFacts, links: Links) -> str | None:
    """Why a call is not covered; "" if it is, None for calls that are no layers."""
    api = find(name) or find_cell(name)
    if api is None:
        found = standing(name)
        if found is None or found.kind == "elsewhere":
            return None
        return "" if found.kind == "covered" else found.reason
    form = forms(api, node, facts, links)
    return form.message.partition(": ")[2] if isinstance(form, Refused) else ""


def forms(api: LayerApi, node: ast.Call, facts: ModuleFacts, links: Links) -> Refused | None:
    """Why a call is refused for inputs of every rank; None where it is not."""
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return None  # nothing is known about the arguments
    keywords = {k.arg: argument(k.value, facts, links) for k in node.keywords if k.arg}
    bound = bind(api, [argument(a, facts, links) for a in node.args], keywords, inputs=False)
    if isinstance(bound, Refused):
        spread = any(k.arg is None for k in node.keywords)
        return None if spread else bound
    found = [api.keras_form(bound, rank) for rank in RANKS]
    refused = [form for form in found if isinstance(form, Refused)]
    return refused[0] if len(refused) == len(found) else None


def argument(node: ast.expr, facts: ModuleFacts, links: Links) -> Bound:
    """An argument as the catalogue takes it."""
    names = names_of(facts, links, node)
    code = ast.unparse(node)
    known = bound_from_code(code)
    return Bound(code, literal_of(code), True, names[0] if names else "", known.items)


def table(counts: Iterable[Count]) -> str:
    """All trees, their sum, and what is not covered in all of them together."""
    whole = Count("all")
    lines = [HEAD]
    for count in counts:
        lines.append(count.line())
        whole.calls += [LayerCall(f"{count.name}/{c.file}", c.line, c.name, c.reason) for c in count.calls]
    return "\n".join([*lines, whole.line(), "", "not covered:", *whole.uncovered()])


def main(trees: list[str]) -> None:
    print(table(count_tree(Path(tree)) for tree in trees))


if __name__ == "__main__":
    main(sys.argv[1:])
