"""Shared by all comparisons: one Spark session, and the lakes that both engines have filled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from engines.lakes import ROOT, Lakes, make_lakes
from engines.spark_session import start_spark


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    session = start_spark(ROOT / "build" / "spark", tmp_path_factory.mktemp("session"))
    yield session
    session.stop()


@pytest.fixture(scope="session")
def lakes(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Lakes:
    return make_lakes(spark, tmp_path_factory.mktemp("lakes"))
