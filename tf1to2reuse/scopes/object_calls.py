"""What a whole program does with the layer objects that its lines make, by the ``id`` of the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes.trace import Activation, Event, Variable
from tf1to2reuse.scopes.values import Path


@dataclass
class ObjectCalls:
    """``calls`` are all calls of objects, by the id of the call; the rest goes by the line that makes them.

    ``first``: in concrete roots, the first call of each object. ``scopes``: where generic runs do.
    ``remade``: lines that make several objects for the same variables in one root. ``trained``: lines with
    an object that some call may train.
    """

    calls: dict[int, list[Event]] = field(default_factory=dict)
    first: dict[int, list[Event]] = field(default_factory=dict)
    scopes: dict[int, list[tuple[Definition | None, Path]]] = field(default_factory=dict)
    remade: set[int] = field(default_factory=set)
    trained: set[int] = field(default_factory=set)

    def add(self, runs: Iterable[Activation], root: Definition | None, concrete: bool) -> None:
        """Counts in the runs of one root."""
        events = [event for run in runs for event in run.events]
        earliest: dict[int, Event] = {}
        for event in sorted((e for e in events if e.made is not None), key=lambda e: e.order):
            assert event.made is not None
            line = id(event.made.site)
            self.calls.setdefault(id(event.site), []).append(event)
            earliest.setdefault(line, event)
            if event.arguments.get("training") not in (None, False):
                self.trained.add(line)
            if concrete and event.order == event.made.order:
                self.first.setdefault(line, []).append(event)
        for line, event in earliest.items() if not concrete else ():
            self.scopes.setdefault(line, []).append((root, event.path))
        self.count_remade(events)

    def count_remade(self, events: list[Event]) -> None:
        """Finds the lines that make several objects for the same variables."""
        seen: dict[tuple[int, Variable], Event] = {}
        for event in events:
            for variable in event.variables if event.kind == "object" else ():
                if seen.setdefault((id(event.site), variable), event) is not event:
                    self.remade.add(id(event.site))
