"""Corrects valid requests where the document's schemas cannot say what is valid. Requests that are wrong on purpose stay as they are."""

from datetime import datetime, timezone

import schemathesis
from schemathesis import GenerationMode


VIEWS = ("follow", "tail", "around")
STARTS = {"follow": "-7d", "tail": "now"}  # times; the alternative is a cursor


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if case.query:
        make_right(case.query)
    if isinstance(case.body, dict) and is_ahead(case.body.get("time")):
        del case.body["time"]  # the log rejects a time that is ahead


def make_right(query):
    """Keeps only parameters that may be used together."""
    view = next((name for name in VIEWS if name in query), None)
    for name in ("cursor", "from", "to", "order", *VIEWS) if view else ("cursor",):
        if name != view:
            query.pop(name, None)  # only the log can make a cursor
    query.pop("wait", None)  # waiting takes too long here; test/follow.test.ts tests it
    if view in STARTS:
        query[view] = STARTS[view]
    if "from" in query:
        query.pop("to", None)  # it must be later than `from`


def is_ahead(time):
    return isinstance(time, str) and time[:4] >= str(datetime.now(timezone.utc).year)
