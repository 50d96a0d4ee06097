"""The order of execution follows from the models' texts."""

from __future__ import annotations

import pytest
from sluice.errors import SluiceError
from sluice.graph import in_order, resolve_upstreams, select
from sluice.model import Model

from tests.models import model


def named(*models: Model) -> dict[str, Model]:
    return {one.name: one for one in models}


LINE = named(
    model("gold/views/c.sql", "SELECT id FROM gold.b", materialise="view"),
    model("gold/marts/sales/b.sql", "SELECT id FROM silver.a"),
    model(
        "silver/iot/a.sql",
        "SELECT id FROM bronze.iot_x",
        materialise="append",
        key="[id]",
        firstBy="[id]",
        bronze="{ contract: iot.x }",
    ),
)


def test_runs_a_model_after_those_that_it_reads() -> None:
    assert in_order(LINE) == ("silver.a", "gold.b", "gold.c")


def test_counts_what_affected_reads_and_changed_rows_but_not_a_models_own() -> None:
    merge = model(
        "gold/facts/f.sql",
        "SELECT id FROM existing.f",
        materialise="merge",
        key="[id]",
        affected="SELECT id FROM changed.a",
    )
    assert resolve_upstreams({**LINE, merge.name: merge})["gold.f"] == ("silver.a",)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (["silver/iot"], ("silver.a",)),
        (["gold/marts"], ("gold.b",)),
        (["gold"], ("gold.b", "gold.c")),
        (["gold.c", "silver/iot/"], ("silver.a", "gold.c")),
    ],
)
def test_selects_folders_and_models(selection: list[str], expected: tuple[str, ...]) -> None:
    assert select(LINE, selection) == expected


def test_refuses_a_selection_that_picks_nothing() -> None:
    with pytest.raises(SluiceError, match=r"'gold/mart' selects no model"):
        select(LINE, ["gold/mart"])


def test_refuses_a_circle() -> None:
    circle = named(
        model("gold/x/a.sql", "SELECT id FROM gold.b"),
        model("gold/x/b.sql", "SELECT id FROM gold.a"),
    )
    with pytest.raises(SluiceError, match=r"read each other: gold\.a, gold\.b"):
        in_order(circle)


def test_refuses_a_relation_that_no_model_makes() -> None:
    with pytest.raises(SluiceError, match=r"gold\.a reads silver\.missing"):
        in_order(named(model("gold/x/a.sql", "SELECT id FROM silver.missing")))
