"""Reads jobs of a bundle (JSON of `resources.jobs` on standard input) with Databricks' own types, which refuse what
they do not know, and prints them as those types write them."""

from __future__ import annotations

import json
import sys

from databricks.bundles.jobs import Job

jobs = json.load(sys.stdin)
print(json.dumps({key: Job.from_dict(job).as_dict() for key, job in jobs.items()}))
