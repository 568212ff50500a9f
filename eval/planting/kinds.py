"""Every kind of error that is planted."""

from __future__ import annotations

from eval.planting import figures, forms, omissions, tables, wording
from eval.planting.plant import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind for module in (tables, figures, wording, omissions, forms) for kind in module.KINDS
}
