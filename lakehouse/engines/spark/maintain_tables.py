"""Task of the maintenance job: deletes files that no table of Silver and Gold needs.

    maintain_tables.py --lake abfss://{container}@account.dfs.core.windows.net --retention-hours 168

The exit code is 0, or 1 with the errors as the last lines of standard error.
"""

from __future__ import annotations

import sys

from sluice.errors import SluiceError
from sluice.maintenance import run_maintenance

if __name__ == "__main__":
    try:
        run_maintenance(sys.argv[1:])
    except SluiceError as error:
        raise SystemExit(str(error)) from error
