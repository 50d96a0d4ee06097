"""The refresh that a commit of a table records.

Every data commit has the Delta transaction `{appId: "sluice", version: <refresh>}`, so that Delta skips a repeated
commit. It also has `{"refresh": <refresh>}` as user metadata, because SQL can read back only that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

APPLICATION = "sluice"
"""Application id of the transaction; the DuckDB engine uses the same."""


def user_metadata(refresh: int, model_hash: str | None = None) -> str:
    """`{"refresh":1763700000000,"model":"0f3a…"}`: the refresh, and the text of the model that wrote the commit."""
    content = {"refresh": refresh} if model_hash is None else {"refresh": refresh, "model": model_hash}
    return json.dumps(content, separators=(",", ":"))


def refresh_of(metadata: str | None) -> int | None:
    """The refresh of a commit; None for a commit that is not Sluice's (OPTIMIZE, VACUUM, a person)."""
    try:
        value = json.loads(metadata or "null")
    except ValueError:
        return None
    refresh = value.get("refresh") if isinstance(value, dict) else None
    return refresh if isinstance(refresh, int) and not isinstance(refresh, bool) else None


def write_options(refresh: int, model_hash: str | None = None) -> Mapping[str, str]:
    """Options of a DataFrame writer that record the refresh in its commit."""
    return {
        "txnAppId": APPLICATION,
        "txnVersion": str(refresh),
        "userMetadata": user_metadata(refresh, model_hash),
    }


def session_settings(refresh: int, model_hash: str | None = None) -> Mapping[str, str]:
    """The same as session settings, because SQL commands have no options."""
    return {
        "spark.databricks.delta.write.txnAppId": APPLICATION,
        "spark.databricks.delta.write.txnVersion": str(refresh),
        "spark.databricks.delta.commitInfo.userMetadata": user_metadata(refresh, model_hash),
    }
