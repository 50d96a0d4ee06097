"""Runs the file of the job's task as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from engines.lakes import PEPPER, ROOT, TIME_ZONE, Lakes, read_results

SCRIPT = ROOT / "lakehouse" / "engines" / "spark" / "run_models.py"


def run_models(lake: Path, select: str, refresh: int) -> subprocess.CompletedProcess[str]:
    # The session of these tests has set PYSPARK_SUBMIT_ARGS, which adds Delta Lake.
    return subprocess.run(
        [sys.executable, str(SCRIPT), "--select", select, "--refresh", str(refresh), "--lake", str(lake)],
        capture_output=True,
        text=True,
        env={**os.environ, "PSEUDONYM_PEPPER": PEPPER, "BUSINESS_TIME_ZONE": TIME_ZONE},
        check=False,
    )


def test_ends_with_0_and_a_line_for_each_model(lakes: Lakes) -> None:
    refresh = lakes.refreshes[-2]
    done = run_models(lakes.turns["spark"].lake, "silver/ecommerce", refresh)
    assert done.returncode == 0, done.stderr
    lines = [line.split()[:2] for line in done.stdout.splitlines() if line.startswith("silver.")]
    assert lines[0] == ["silver.ecommerce_clickstream", "already"]
    assert (
        read_results(lakes.turns["spark"].lake, (refresh,))[refresh, "silver.ecommerce_order"]["outcome"] == "already"
    )


def test_ends_with_1_and_the_error_as_the_last_line(lakes: Lakes) -> None:
    wrong_selection = run_models(lakes.turns["spark"].lake, "silver/nothing", lakes.refreshes[0])
    assert wrong_selection.returncode == 1
    assert wrong_selection.stderr.splitlines()[-1] == ("arguments_invalid: --select: 'silver/nothing' selects no model")
    no_plan = run_models(lakes.turns["spark"].lake, "silver/iot", 1)
    assert no_plan.returncode == 1
    assert no_plan.stderr.splitlines()[-1].startswith("plan_invalid: refresh 1 has no plan")
