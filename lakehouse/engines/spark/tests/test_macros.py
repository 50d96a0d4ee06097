"""Calls of the models' own functions are replaced for Spark."""

from __future__ import annotations

import pytest
from sluice.errors import SluiceError
from sluice.macros import expand_macros, read_macros


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT surrogate_key(a.id) AS k", "SELECT (substring(sha2((a.id), 256), 1, 32)) AS k"),
        ("Surrogate_Key ( coalesce(a, 'b') )", "(substring(sha2((coalesce(a, 'b')), 256), 1, 32))"),
        ("average(s, n)", "(CASE WHEN (n) > 0 THEN CAST((s) AS DOUBLE) / CAST((n) AS DOUBLE) END)"),
        ("average(sum(x, y), n)", "(CASE WHEN (n) > 0 THEN CAST((sum(x, y)) AS DOUBLE) / CAST((n) AS DOUBLE) END)"),
        (
            "surrogate_key(surrogate_key(a))",
            "(substring(sha2(((substring(sha2((a), 256), 1, 32))), 256), 1, 32))",
        ),
    ],
)
def test_writes_a_call_out(sql: str, expected: str) -> None:
    assert expand_macros(sql) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT average FROM a",
        "SELECT 'average(a, b)' AS average, -- mask(x)\n a.mask",
        'SELECT "mask"(a) FROM b /* mask(c) */',
    ],
)
def test_leaves_what_is_no_call(sql: str) -> None:
    assert expand_macros(sql) == sql


@pytest.mark.parametrize("sql", ["average(a)", "mask(a, b)", "mask(a"])
def test_refuses_a_call_that_does_not_fit(sql: str) -> None:
    with pytest.raises(SluiceError, match=r"^model_invalid: "):
        expand_macros(sql)


def test_every_parameter_is_used_and_no_macro_uses_another() -> None:
    for name, macro in read_macros().items():
        assert [one for one in macro.parameters if f"{{{one}}}" not in macro.sql] == [], name
        assert expand_macros(macro.sql.replace("{", "").replace("}", "")) == macro.sql.replace("{", "").replace("}", "")
