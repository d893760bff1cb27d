"""What the document's schemas cannot say of a request that is right. What is meant to be wrong stays as it is."""

from datetime import datetime, timezone

import schemathesis
from schemathesis import GenerationMode


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if case.query:
        make_right(case.query)
    if isinstance(case.body, dict) and is_ahead(case.body.get("time")):
        del case.body["time"]  # the log does not take what has not happened


def make_right(query):
    """Leaves of the parameters those that go together."""
    view = next((name for name in ("follow", "around") if name in query), None)
    for name in ("cursor", "from", "to", "order", "follow", "around") if view else ("cursor", "wait"):
        if name != view:
            query.pop(name, None)  # only the log makes a cursor
    if view == "around":
        query.pop("wait", None)
    if view == "follow":
        query["follow"] = "-7d"  # or a cursor
        query.pop("wait", None)  # too long for a test: test/follow.test.ts waits
    if "from" in query:
        query.pop("to", None)  # it must be later


def is_ahead(time):
    return isinstance(time, str) and time[:4] >= str(datetime.now(timezone.utc).year)
