"""Makes calls of Microsoft's own client. Reads one JSON request a line, and prints one JSON response a line."""

import json
import sys
from datetime import datetime, timedelta, timezone

from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import SansIOHTTPPolicy
from azure.mgmt.datafactory import DataFactoryManagementClient
from azure.mgmt.datafactory.models import RunFilterParameters, RunQueryFilter, RunQueryOrderBy


class NoCredential:
    """The client requires a credential; the policy below sends the token."""

    def get_token(self, *scopes, **options):
        raise NotImplementedError


class BearerOverHttp(SansIOHTTPPolicy):
    """Sends the token, because the client's own policy refuses to send one over http."""

    def __init__(self, token):
        self.token = token

    def on_request(self, request):
        request.http_request.headers["Authorization"] = f"Bearer {self.token}"


def to_query(args):
    now = datetime.now(timezone.utc)
    return RunFilterParameters(
        last_updated_after=now - timedelta(days=1),
        last_updated_before=now + timedelta(days=1),
        continuation_token=args.get("token"),
        filters=[
            RunQueryFilter(operand=operand, operator="Equals", values_property=[value])
            for operand, value in args.get("equals", {}).items()
        ],
        order_by=[RunQueryOrderBy(order_by=field, order="DESC") for field in args.get("newestBy", [])],
    )


def call(request):
    policy = BearerOverHttp(request["token"])
    # /subscriptions/S/resourceGroups/G/providers/Microsoft.DataFactory/factories/F
    _, _, subscription, _, group, _, _, _, factory = request["factory"].split("/")
    args = request["args"]
    with DataFactoryManagementClient(
        NoCredential(), subscription, base_url=request["endpoint"], authentication_policy=policy, retry_total=0
    ) as client:
        match request["call"]:
            case "create_run":
                answer = client.pipelines.create_run(group, factory, args["pipeline"], parameters=args["parameters"])
            case "get":
                answer = client.pipeline_runs.get(group, factory, args["runId"])
            case "query":
                answer = client.pipeline_runs.query_by_factory(group, factory, to_query(args))
            case "activities":
                answer = client.activity_runs.query_by_pipeline_run(group, factory, args["runId"], to_query(args))
            case "cancel":
                return client.pipeline_runs.cancel(group, factory, args["runId"], is_recursive=True)
            case other:
                raise ValueError(other)
        # Fails unless the client has parsed the times.
        for name in ("run_start", "run_end"):
            value = getattr(answer, name, None)
            assert value is None or isinstance(value, datetime), name
        return answer.as_dict()


for line in sys.stdin:
    try:
        result = {"answer": call(json.loads(line))}
    except HttpResponseError as error:
        result = {"error": type(error).__name__, "status": error.status_code, "code": error.error and error.error.code}
    except Exception as error:
        result = {"error": repr(error)}
    print(json.dumps(result), flush=True)
