"""Dependencies between models, and the resulting order of execution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import SluiceError
from .model import ContractBronze, Model


def upstreams(model: Model) -> frozenset[str]:
    """Names of the models that this one reads, without its own rows (`existing`) and Bronze."""
    return frozenset(
        f"{relation.schema}.{relation.name}" if relation.schema != "changed" else relation.name
        for relation in model.reads
        if relation.schema in ("silver", "gold", "changed")
    )


def resolve_upstreams(models: Mapping[str, Model]) -> dict[str, tuple[str, ...]]:
    """For each model the models that it reads, sorted.

    `changed` names a table without its layer; table names are unique over both layers.

    Raises SluiceError `model_invalid` if a relation has no model.
    """
    by_table = {model.table: name for name, model in models.items()}
    resolved: dict[str, tuple[str, ...]] = {}
    for name, model in models.items():
        names: set[str] = set()
        for upstream in upstreams(model):
            full_name = upstream if "." in upstream else by_table.get(upstream)
            if full_name is None or full_name not in models:
                raise SluiceError("model_invalid", f"{name} reads {upstream}, which is not a model")
            names.add(full_name)
        if model.reads_rejected:
            # After all others of its contract. The events on which those failed are then known, and an event that
            # leaves the rejected table is in the others already.
            names |= {other for other, one in models.items() if one.bronze == model.bronze and not one.reads_rejected}
        resolved[name] = tuple(sorted(names - {name}))
    return resolved


def in_order(models: Mapping[str, Model]) -> tuple[str, ...]:
    """Every model after the models that it reads; alphabetical if several orders are possible.

    Raises SluiceError `model_invalid` for a cycle.
    """
    waiting = {name: set(reads) for name, reads in resolve_upstreams(models).items()}
    order: list[str] = []
    while waiting:
        ready = sorted(name for name, reads in waiting.items() if not reads)
        if not ready:
            raise SluiceError("model_invalid", f"these models read each other: {', '.join(sorted(waiting))}")
        order.extend(ready)
        for name in ready:
            del waiting[name]
        for reads in waiting.values():
            reads.difference_update(ready)
    return tuple(order)


def rebuild_set(models: Mapping[str, Model], names: Iterable[str]) -> frozenset[str]:
    """The tables that are rebuilt with the named ones; unknown names and views are ignored.

    Tables of one contract come along because they accept and reject events together. Tables that read a rebuilt table,
    directly or through views, come along because all of its rows count as new for them.
    """
    requested = {name for name in names if name in models and models[name].materialise != "view"}
    contracts = {models[name].bronze for name in requested if isinstance(models[name].bronze, ContractBronze)}
    upstreams_of = resolve_upstreams(models)
    found: set[str] = set()
    for name in in_order(models):
        bronze = models[name].bronze
        comes_along = isinstance(bronze, ContractBronze) and bronze in contracts
        if name in requested or comes_along or any(one in found for one in upstreams_of[name]):
            found.add(name)
    return frozenset(name for name in found if models[name].materialise != "view")


def tables_behind(models: Mapping[str, Model], upstreams_of: Mapping[str, Iterable[str]], name: str) -> set[str]:
    """Tables that a model reads, including those behind its views."""
    found: set[str] = set()
    for upstream in upstreams_of[name]:
        if models[upstream].materialise == "view":
            found |= tables_behind(models, upstreams_of, upstream)
        else:
            found.add(upstream)
    return found


def select(models: Mapping[str, Model], selection: Iterable[str]) -> tuple[str, ...]:
    """The models that folders (`silver/iot`, `gold/marts`) and names (`silver.iot_telemetry`) select, in order of
    execution.

    Raises SluiceError `arguments_invalid` for an entry that selects no model.
    """
    picked: set[str] = set()
    for entry in selection:
        wanted = entry.strip().rstrip("/")
        found = {
            name
            for name, model in models.items()
            if name == wanted or model.group == wanted or model.group.startswith(f"{wanted}/")
        }
        if not found:
            raise SluiceError("arguments_invalid", f"--select: {entry!r} selects no model")
        picked |= found
    return tuple(name for name in in_order(models) if name in picked)
