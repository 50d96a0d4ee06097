"""Types as Spark spells them."""

from __future__ import annotations

import pytest
from sluice.bronze_types import nested_type
from sluice.column_type import spark_type
from sluice.errors import SluiceError


@pytest.mark.parametrize(
    ("name", "expected"),
    [("long", "bigint"), ("integer", "int"), ("timestamp", "timestamp"), ("decimal(18,2)", "decimal(18,2)")],
)
def test_spells_a_column_type(name: str, expected: str) -> None:
    assert spark_type(name) == expected


@pytest.mark.parametrize("name", ["bigint", "decimal", "decimal(39,0)", "decimal(4,5)", "String", ""])
def test_refuses_any_other(name: str) -> None:
    with pytest.raises(SluiceError, match="is not a column type"):
        spark_type(name)


def test_spells_a_nested_type_with_its_names_quoted() -> None:
    kind = {"struct": {"order": "string", "lines": {"array": {"struct": {"qty": "double"}}}}}
    assert nested_type(kind) == "struct<`order`:string,`lines`:array<struct<`qty`:double>>>"


@pytest.mark.parametrize("kind", [{"map": "string"}, {"array": "string", "struct": {}}, 1, None])
def test_refuses_a_nested_type_that_it_does_not_know(kind: object) -> None:
    with pytest.raises(SluiceError, match="is not a type of a field"):
        nested_type(kind)
