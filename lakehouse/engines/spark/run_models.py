"""Task of the refresh job: runs the selected models of one refresh.

    run_models.py --select silver/iot --refresh 1763700000000 --lake abfss://{container}@account.dfs.core.windows.net

The exit code is 0, or 1 with the error as the last line of standard error. On open-source Spark:

    spark-submit --packages io.delta:delta-spark_2.12:3.2.1 run_models.py --select … --refresh … --lake /data/lake
"""

from __future__ import annotations

import sys

from sluice.errors import SluiceError
from sluice.task import run_task

if __name__ == "__main__":
    try:
        run_task(sys.argv[1:])
    except SluiceError as error:
        raise SystemExit(str(error)) from error
