"""Which calls lead to variables that TF1's own store goes on naming: the scopes around those must stay."""

from __future__ import annotations

from tf1to2reuse.plan.model import Plan
from tf1to2reuse.plan.units import owner_key
from tf1to2reuse.scopes.trace import Activation, Event


def naming_calls(plan: Plan) -> set[int]:
    """Calls at which, or below which, ``tf.get_variable`` is asked for a variable, by their id.

    Drivers and classes with placeholders keep variables of their own; those that are refused keep all.
    """
    refused = sum(unit.refused is not None for unit in plan.units.values())
    if plan.naming is None or plan.naming[0] != refused:
        plan.naming = (refused, Naming(plan).calls)
    return plan.naming[1]


class Naming:
    """Looks once at every run of the program."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        units = plan.units.values()
        self.kept = {site for unit in units if unit.refused is None for site in unit.kept_sites}
        self.whole = {unit.key for unit in units if unit.refused is not None}
        self.seen: dict[int, bool] = {}
        self.calls: set[int] = set()
        if self.kept or self.whole:
            for runs in plan.evaluation.ev.activations.values():
                for run in runs:
                    self.leads(run)

    def leads(self, run: Activation) -> bool:
        """Whether a run asks for such a variable, itself or below."""
        if id(run) not in self.seen:
            self.seen[id(run)] = False  # a function that calls itself is open still
            found = [event for event in run.events if self.names(run, event)]
            self.calls.update(id(event.site) for event in found)
            self.seen[id(run)] = bool(found)
        return self.seen[id(run)]

    def names(self, run: Activation, event: Event) -> bool:
        """Whether one call of a run does."""
        if event.child is not None:
            return self.leads(event.child)
        if not event.uses:
            return False
        if id(event.site) in self.kept:
            return True
        return run.definition is not None and owner_key(run.definition, self.plan.units) in self.whole
