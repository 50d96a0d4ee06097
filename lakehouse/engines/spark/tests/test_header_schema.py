"""Both engines validate a header with one schema and return the same messages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sluice.errors import SluiceError
from sluice.header_schema import header_problems
from sluice.places import LAKEHOUSE

CASES = json.loads((LAKEHOUSE / "model.cases.json").read_text(encoding="utf-8"))


# The tests of the DuckDB engine run the same cases.
@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_says_what_is_wrong(case: dict[str, Any]) -> None:
    assert header_problems(case["header"]) == case["problems"]


def test_refuses_a_schema_with_a_keyword_that_it_does_not_know() -> None:
    with pytest.raises(SluiceError, match="uniqueItems is not understood"):
        header_problems({"key": ["a"]}, {"properties": {"key": {"uniqueItems": True}}})
