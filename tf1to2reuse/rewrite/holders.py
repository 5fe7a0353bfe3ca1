"""Classes of the program that hold layers: their methods stay, their scopes go."""

from __future__ import annotations

from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.symbols import SymbolRules


class HolderWriter:
    """Writes one class."""

    def __init__(self, plan: Plan, unit: Unit, text: SourceText, symbols: SymbolRules, creation: Creation, indent: str) -> None:
        self.plan, self.unit, self.text, self.symbols, self.creation, self.indent = plan, unit, text, symbols, creation, indent

    def write(self) -> list[str]:
        """The lines of the class."""
        raise NotImplementedError
