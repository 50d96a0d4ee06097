"""Checks the project's requests to Azure and Databricks against their own clients.

Prints a line for every error, the number of checked items, and items that could not be checked. Ends with: N passed,
N failed. test/azure/run.sh starts it, after it prepares the packages and records the commands of hooks.
"""

import argparse
import sys
import time
from pathlib import Path

import exceptions
import self_test
from az_parser import AzParser
from check_bicep import BicepCheck, read_cli_versions, read_snapshots, stale
from check_commands import check_recorded, check_written, read_calls, read_written
from check_rest import RestCheck
from databricks_operations import DatabricksSdk
from sdk_operations import Sdk


class Report:
    """Counts checks. A check without items has failed."""

    def __init__(self):
        self.passed = self.failed = 0
        self._last = time.monotonic()

    def check(self, title, findings, **counts):
        seconds, self._last = time.monotonic() - self._last, time.monotonic()
        held = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
        print(f"== {title}{f': {held}' if held else ''} ({seconds:.1f} s)")
        findings = findings + [
            f"{title}: there are no {name.replace('_', ' ')}; nothing was checked"
            for name, count in counts.items()
            if count == 0
        ]
        for finding in findings:
            print(f"  {finding}")
        if findings:
            self.failed += 1
        else:
            self.passed += 1
        sys.stdout.flush()


def main():
    """Runs every check, then the planted errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", action="append", required=True, help="folders of azure-mgmt packages, as source")
    parser.add_argument("--site-packages", required=True, help="folder that holds the Azure CLI")
    parser.add_argument("--snapshots", required=True, help="folder with what Bicep deploys, a file a shape")
    parser.add_argument("--planted", required=True, help="folder with a snapshot full of faults")
    parser.add_argument("--calls", required=True, help="commands of hooks, as the fake tools recorded them")
    options = parser.parse_args()
    report = Report()

    sdk = Sdk([*options.models, options.site_packages], exceptions.PROVIDERS)
    versions = read_cli_versions(options.site_packages)

    def cli_versions(provider):
        return versions.get(provider.lower(), {})

    bicep = BicepCheck(sdk, read_snapshots(options.snapshots), exceptions, cli_versions).run()
    report.check(
        "the libraries of Azure have every resource and property of the Bicep files",
        bicep.findings + stale(exceptions, bicep.used),
        resources=bicep.resources,
        properties=bicep.properties,
        literals=bicep.literals,
    )

    calls = read_calls(options.calls)
    az = AzParser()
    report.check(
        "the Azure CLI parses the commands of the hooks",
        check_recorded(az, calls),
        commands=sum(tool == "az" for _hook, tool, _args in calls),
    )
    written = read_written(Path.cwd())
    report.check(
        "the Azure CLI parses the commands of documents and workflows",
        check_written(az, written),
        complete=sum(one.is_complete for one in written),
        named=sum(not one.is_complete for one in written),
    )

    databricks = DatabricksSdk(options.models[0])
    rest = RestCheck(sdk, databricks, exceptions).run(calls)
    for one in written:
        if one.is_complete or "--url" in one.args:
            rest.run([(one.where, "az", one.args)])
    report.check(
        "the libraries of Azure and Databricks make the REST calls of hooks, documents and workflows",
        rest.findings,
        calls=rest.held,
        bodies=rest.bodies,
    )
    for name, count in sorted(rest.unheld.items()):
        print(f"  not checked, no installed library has them: {count} of {name}")

    report.check(
        "planted faults in Bicep are found", self_test.bicep(sdk, read_snapshots(options.planted), cli_versions)
    )
    report.check("planted faults in commands are found", self_test.commands(az))
    report.check("planted faults in REST calls are found", self_test.rest(sdk, databricks))
    az.close()
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


sys.exit(main())
