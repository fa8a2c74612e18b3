"""The API holds what its OpenAPI document says, whatever it is sent: schemathesis with every check it has."""

from __future__ import annotations

import pytest

pytest.importorskip("schemathesis", reason="schemathesis writes the requests of these tests")

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.api.app import OPENAPI, make_app
from kb.library import Library
from kb.settings import Settings

EXAMPLES = 8
"""For each address, beside the cases that schemathesis derives from the schema itself."""


class Deferred:
    """The API that answers: one without an index until a fixture has built it, to read the document from."""

    def __init__(self) -> None:
        self.app: ASGIApp = make_app(Settings(), "127.0.0.1", Library())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


deferred = Deferred()
config = schemathesis.Config.from_dict(
    {
        # A value that fits the schema but nothing in the material is answered 422; 400 says that it does not
        # fit, and is a failure here.
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "422"]},
            "negative_data_rejection": {"expected-statuses": ["400", "401", "404", "405", "422"]},
        },
    }
)
schema = schemathesis.openapi.from_asgi(OPENAPI, deferred, config=config)


@pytest.fixture(scope="module", autouse=True)
def _built(api_settings: Settings, library: Library) -> None:
    deferred.app = make_app(api_settings, "127.0.0.1", library)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_address_keeps_to_the_schema(case: schemathesis.Case, key: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
