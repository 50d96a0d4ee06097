"""Databricks' own Python client, call by call.

Reads lines of JSON, {"url", "token", "call", "args"}, and answers each with a line: what the call gave, or
{"error": the type that the client raises, "message", "cause": the type that it took it from}.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta
from typing import Any

from databricks.sdk import WorkspaceClient
from databricks.sdk.config import Config
from databricks.sdk.errors import DatabricksError, OperationFailed

# It warns of a workspace that does not describe itself, at every call.
logging.getLogger("databricks.sdk").setLevel(logging.ERROR)

PATIENCE = timedelta(seconds=50)

CALLS = {
    "run_now": lambda jobs, a: {"run_id": jobs.run_now(**a).run_id},
    "run_now_and_wait": lambda jobs, a: jobs.run_now_and_wait(**a, timeout=PATIENCE).as_dict(),
    "wait": lambda jobs, a: jobs.wait_get_run_job_terminated_or_skipped(**a, timeout=PATIENCE).as_dict(),
    "get_run": lambda jobs, a: jobs.get_run(**a).as_dict(),
    "get_run_output": lambda jobs, a: jobs.get_run_output(**a).as_dict(),
    "list_runs": lambda jobs, a: [run.as_dict() for run in jobs.list_runs(**a)],
    "cancel_run": lambda jobs, a: jobs.cancel_run(**a).result(timeout=PATIENCE).as_dict(),
    "cancel_all_runs": lambda jobs, a: jobs.cancel_all_runs(**a),
    "get": lambda jobs, a: jobs.get(**a).as_dict(),
    "list": lambda jobs, a: [job.as_dict() for job in jobs.list(**a)],
}


def answer(url: str, token: str, call: str, args: dict[str, Any]) -> Any:
    # It repeats 429, 503 and broken connections by itself, and gives up after this time.
    config = Config(host=url, token=token, auth_type="pat", retry_timeout_seconds=6)
    try:
        return CALLS[call](WorkspaceClient(config=config).jobs, args)
    except (DatabricksError, OperationFailed, TimeoutError) as error:
        return {
            "error": type(error).__name__,
            "message": str(error),
            "cause": type(error.__cause__).__name__,
        }


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
