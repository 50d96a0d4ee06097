"""Reads the jobs of a bundle with Databricks' own types, which refuse unknown fields, and prints the result as JSON.

Standard input: JSON of `resources.jobs`.
"""

from __future__ import annotations

import json
import sys

from databricks.bundles.jobs import Job

jobs = json.load(sys.stdin)
print(json.dumps({key: Job.from_dict(job).as_dict() for key, job in jobs.items()}))
