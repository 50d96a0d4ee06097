"""The accepted events of a contract in Bronze, each with the first problem that keeps it out of Silver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from .bronze import empty
from .bronze_types import META, BronzeType
from .slot_files import PLACE, slot_folders
from .slot_reading import is_wanted, read_paths
from .sql_text import literal, to_spark

COLUMNS = ("meta", "event", "problem", "hub_generation", "partition", "sequence_number", "slot", "text")
"""`event` has dates and times as texts, `problem` is `<field> <reason>` or NULL, `text` is the unchanged event."""

_BEHIND_META = '},"event":'
_CORRUPT = "_corrupt_record"
_HALF_CHARACTER = (
    # A high surrogate without a low one, or a low one without a high one, after an even number of backslashes.
    r"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


def slot_lines(spark: SparkSession, paths: Sequence[str], kind: BronzeType) -> DataFrame:
    """The accepted lines of one contract in these slots.

    Landing writes `meta` first, and in it `verdict` and `contract` (src/lib/landing/bronze-line.ts). Other lines are
    skipped by their beginning, whatever else they contain.
    """
    if not paths:
        types = {
            "meta": META,
            "event": kind.texts,
            "problem": "string",
            "hub_generation": "string",
            "partition": "int",
            "sequence_number": "bigint",
            "slot": "bigint",
            "text": "string",
        }
        return empty(spark, types)
    begins = f'{{"meta":{{"verdict":"accepted","contract":"{kind.contract}",'
    folders = slot_folders(paths)
    at = F.expr(f"instr(value, {literal(_BEHIND_META)})")
    lines = (
        spark.read.text(read_paths(folders), recursiveFileLookup=True)
        .where(is_wanted(folders, F.col("_metadata.file_path")))
        .select("value", F.col("_metadata.file_path").alias("file"))
        .where(F.col("value").startswith(begins))
        .withColumn("at", at)
        .select(
            F.from_json(F.expr("substring(value, 9, at - 8)"), META, {"mode": "FAILFAST"}).alias("meta"),
            F.expr(f"substring(value, at + {len(_BEHIND_META)}, length(value) - at - {len(_BEHIND_META)})").alias(
                "text"
            ),
            F.regexp_extract("file", PLACE, 1).alias("hub_generation"),
            F.regexp_extract("file", PLACE, 3).cast("bigint").alias("slot"),
        )
    )
    positions = lines.select(
        "*", F.col("meta.partition").alias("partition"), F.col("meta.sequenceNumber").alias("sequence_number")
    )
    return checked(positions, kind)


def checked(texts: DataFrame, kind: BronzeType) -> DataFrame:
    """Lines of a relation with all their columns except `event` and `problem`, which are computed from `text`."""
    schema = kind.texts[:-1] + f",{_CORRUPT}:string>"
    options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": _CORRUPT}
    parsed = texts.withColumn("parsed", F.from_json("text", schema, options))
    return (
        parsed.withColumn("event", F.col("parsed").dropFields(_CORRUPT))
        .alias("r")
        .withColumn("problem", _problem(kind))
        .select(*COLUMNS)
    )


def typed(lines: DataFrame, kind: BronzeType) -> DataFrame:
    """`meta` and `event` of the lines without a problem, in the contract's types."""
    # Spark may compute a cast before a condition beside it. CASE prevents that.
    event = F.when(F.col("problem").isNull(), F.col("event").cast(kind.event))
    return lines.where(F.col("problem").isNull()).select("meta", event.alias("event"))


def none_of(keys: Iterable[tuple[str, int, int]]) -> Column:
    """A condition on lines: their position (hub generation, partition, sequence number) is not in this list."""
    found = F.lit(False)
    for generation, partition, sequence_number in keys:
        found = found | (
            (F.col("hub_generation") == generation)
            & (F.col("partition") == partition)
            & (F.col("sequence_number") == sequence_number)
        )
    return ~found


def _problem(kind: BronzeType) -> Column:
    corrupt = F.col("parsed").getField(_CORRUPT).isNotNull()
    nothing = F.col("event.data").isNull() & F.col("event.type").isNull()
    problem = F.when((corrupt & nothing) | F.col("text").rlike(_HALF_CHARACTER), " is not JSON")
    for check in kind.checks:
        problem = problem.when(F.expr(to_spark(check.when, str)), f"{check.field} {check.reason}")
    return problem.when(corrupt, " has a value that is not of its type")
