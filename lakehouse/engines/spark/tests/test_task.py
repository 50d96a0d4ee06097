"""Commits and command lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sluice.delta_table import in_range, in_values
from sluice.errors import SluiceError
from sluice.history import refresh_of, session_settings, user_metadata, write_options
from sluice.instant import Instant
from sluice.options import parse_maintenance_options, parse_options

MODELS = Path("/models")


def test_reads_its_own_metadata_back() -> None:
    assert refresh_of(user_metadata(1763700000000)) == 1763700000000
    assert write_options(7)["txnVersion"] == "7"
    assert session_settings(7)["spark.databricks.delta.write.txnVersion"] == "7"


@pytest.mark.parametrize("metadata", [None, "", "OPTIMIZE", "[1]", '{"refresh":"7"}', '{"refresh":true}', "7"])
def test_takes_nothing_else_for_a_refresh(metadata: str | None) -> None:
    assert refresh_of(metadata) is None


def test_writes_conditions_that_prune() -> None:
    day = date(2026, 11, 21)
    assert in_values("`d`", [day, None]) == "(`d` IN (DATE'2026-11-21') OR `d` IS NULL)"
    assert in_values("`d`", []) == "false"
    assert in_range("`n`", 1, 2) == "`n` BETWEEN 1 AND 2"
    instant = Instant(1_795_240_800_000_005)
    assert in_range("`t`", instant, instant) == (
        "`t` BETWEEN timestamp_micros(1795240800000005) AND timestamp_micros(1795240800000005)"
    )


def test_reads_the_command_line_of_the_job() -> None:
    options = parse_options(["--select", "silver/iot, gold.a", "--refresh", "12", "--lake", "/lake"], MODELS)
    assert (options.select, options.refresh, options.lake) == (("silver/iot", "gold.a"), 12, "/lake")
    assert (options.models, options.catalog) == (MODELS, None)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--select", "a", "--refresh", "", "--lake", "/lake"],
        ["--select", "a", "--refresh", "-1", "--lake", "/lake"],
        ["--select", ",", "--refresh", "1", "--lake", "/lake"],
        ["--select", "a", "--refresh", "1", "--lake", "/lake", "--dry-run"],
    ],
)
def test_refuses_a_command_line_that_it_does_not_understand(arguments: list[str]) -> None:
    with pytest.raises(SluiceError, match="arguments_invalid"):
        parse_options(arguments, MODELS)


def test_reads_the_command_line_of_the_maintenance_job() -> None:
    options = parse_maintenance_options(["--lake", "/lake", "--retention-hours", "200"], MODELS)
    assert (options.lake, options.retention_hours, options.models) == ("/lake", 200, MODELS)
    assert parse_maintenance_options(["--lake", "/lake"], MODELS).retention_hours == 168


@pytest.mark.parametrize("hours", ["", "0", "167", "-168", "a week", "168.5"])
def test_refuses_a_retention_that_a_reader_could_not_live_with(hours: str) -> None:
    with pytest.raises(SluiceError, match="arguments_invalid: --retention-hours"):
        parse_maintenance_options(["--lake", "/lake", f"--retention-hours={hours}"], MODELS)
