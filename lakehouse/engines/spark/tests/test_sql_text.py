"""A model's text is read like DuckDB reads it, and only the differences are rewritten."""

from __future__ import annotations

import pytest
from sluice.errors import SluiceError
from sluice.sql_text import Relation, relations, to_spark
from sluice.sql_tokens import tokens


def rewritten(sql: str) -> str:
    return to_spark(sql, lambda relation: f"v_{relation.schema}_{relation.name}")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT * FROM silver.a AS x", "SELECT * FROM v_silver_a AS x"),
        ("SELECT * FROM silver.a x", "SELECT * FROM v_silver_a x"),
        ("SELECT a.id FROM silver.a", "SELECT a.id FROM v_silver_a AS `a`"),
        ("SELECT a.id FROM silver.a WHERE a.id > 1", "SELECT a.id FROM v_silver_a AS `a` WHERE a.id > 1"),
        ("FROM changed.a AS x JOIN gold.b AS y ON x.i = y.i", "FROM v_changed_a AS x JOIN v_gold_b AS y ON x.i = y.i"),
        ("FROM silver.a AS x, run.settings AS s", "FROM v_silver_a AS x, v_run_settings AS s"),
        ("FROM (SELECT 1) AS x, SILVER . b", "FROM (SELECT 1) AS x, v_silver_b AS `b`"),
        ("FROM Silver.A", "FROM v_silver_a AS `a`"),
    ],
)
def test_names_views_where_relations_stand(sql: str, expected: str) -> None:
    assert rewritten(sql) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'FROM silver.a' -- FROM silver.b\n",
        "SELECT /* FROM silver.a /* FROM silver.b */ */ 1",
        "SELECT changed.id FROM x AS changed",
        "SELECT a IS DISTINCT FROM existing.b FROM t AS existing",
        "SELECT extract(year FROM day), run.x FROM t AS run",
        "SELECT f(silver.a, gold.b) FROM t",
        "SELECT 1 FROM t GROUP BY a, silver.b",
        "SELECT 1.5e3, x.y.z FROM main.silver",
    ],
)
def test_leaves_everything_else_alone(sql: str) -> None:
    assert relations(sql) == ()
    assert rewritten(sql) == sql


def test_finds_each_relation_once_in_the_order_of_the_text() -> None:
    sql = "WITH x AS (SELECT * FROM gold.b) SELECT * FROM x JOIN silver.a AS a ON true LEFT JOIN gold.b AS b ON true"
    assert relations(sql) == (Relation("gold", "b"), Relation("silver", "a"))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("'it''s'", r"'it\'s'"),
        (r"'\d+'", r"'\\d+'"),
        ("''", "''"),
        ('"partition"', "`partition`"),
        ('"a""b"', '`a"b`'),
        ('"a`b"', "`a``b`"),
    ],
)
def test_writes_literals_and_names_as_spark_reads_them(sql: str, expected: str) -> None:
    assert rewritten(f"SELECT {sql}") == f"SELECT {expected}"


@pytest.mark.parametrize("sql", ["SELECT 'open", 'SELECT "open', "SELECT /* open", "SELECT `name`"])
def test_refuses_what_has_no_end_or_only_one_engine_knows(sql: str) -> None:
    with pytest.raises(SluiceError, match="line 1 of the SQL"):
        list(tokens(sql))


def test_loses_no_character() -> None:
    sql = "SELECT a.b, 'x''y' /* c /* d */ */ FROM \"t\" -- e\nWHERE a <> 1.5e-3;\n"
    assert "".join(token.text for token in tokens(sql)) == sql


WITHIN = (
    ", at -> CASE WHEN at < DATE'0001-01-01' THEN DATE'0001-01-01'"
    " WHEN at > DATE'9999-12-31' THEN DATE'9999-12-31' ELSE at END)[0]"
)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "SELECT business_date(t.at) AS day",
            f"SELECT (transform(array(to_date(from_utc_timestamp(t.at, 'Europe/Berlin'))){WITHIN}) AS day",
        ),
        (
            "SELECT BUSINESS_DATE (coalesce(a, max(b))), year(business_date(c)) FROM silver.a",
            f"SELECT (transform(array(to_date(from_utc_timestamp (coalesce(a, max(b)), 'Europe/Berlin'))){WITHIN}),"
            f" year((transform(array(to_date(from_utc_timestamp(c, 'Europe/Berlin'))){WITHIN})) FROM v_silver_a AS `a`",
        ),
        ("SELECT 'business_date(x)' -- business_date(x)", "SELECT 'business_date(x)' -- business_date(x)"),
    ],
)
def test_gives_the_day_in_the_business_time_zone(sql: str, expected: str) -> None:
    assert to_spark(sql, lambda relation: f"v_{relation.schema}_{relation.name}", "Europe/Berlin") == expected


def test_gives_the_day_of_utc_without_more() -> None:
    assert to_spark("SELECT business_date(at)", lambda _: "v") == "SELECT to_date(from_utc_timestamp(at, 'UTC'))"
