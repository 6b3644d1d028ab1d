"""Publication and obligation readers where present."""
from __future__ import annotations
import importlib
from typing import Any
def _find(name: str) -> Any:
    for module in ("clauses", "publications", "obligations", "terms"):
        try:
            found = getattr(importlib.import_module(f"vacatio_parser.{module}"), name, None)
        except ImportError:
            continue
        if found:
            return found
    return lambda *_: ()
read_publications = _find("read_publications")
read_obligations = _find("read_obligations")
