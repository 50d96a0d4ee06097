"""Makes calls of Databricks' own Python client.

Reads one call a line as JSON: {"url", "token", "call", "args"}. Prints one line for each call: its result, or
{"error": type of the exception, "message", "cause": type of the exception's cause}.
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

# The client warns if a test makes the description of the workspace unreachable.
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
    # The client retries 429, 503 and broken connections for this time.
    config = Config(host=url, token=token, auth_type="pat", retry_timeout_seconds=6)
    if call == "host":
        return {"account": config.account_id, "workspace": config.workspace_id, "cloud": config.cloud.value}
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
