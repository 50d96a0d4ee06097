"""Task of the maintenance job: deletes the files that no table of Silver and Gold needs any more.

    maintain_tables.py --lake abfss://{container}@account.dfs.core.windows.net --retention-hours 168

Ends with 0, or with 1 and the errors as the last lines of standard error.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

# Databricks runs this text without setting __file__; a function's code knows where it came from.
HERE = Path(inspect.getfile(lambda: None)).resolve().parent
sys.path.insert(0, str(HERE))

from sluice.errors import SluiceError
from sluice.maintenance import run_maintenance

if __name__ == "__main__":
    try:
        run_maintenance(sys.argv[1:], models=HERE.parent.parent / "lakehouse")
    except SluiceError as error:
        raise SystemExit(str(error)) from error
