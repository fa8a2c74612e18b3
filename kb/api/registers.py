"""The registers as pages of lists, and one case or document by its id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, TypeVar

import anyio
from fastapi import APIRouter, Depends, Path, Query
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from kb.api.openapi import KEYED, told
from kb.api.service import PICTURE, Service, page_json, said_once
from kb.contract.replies import Cases, Decisions, Documents, DocumentText, Gaps, Roles, Terms
from kb.contract.requests import LARGEST, PageOf
from kb.datatypes import Case, Decision, Filter
from kb.filters import for_decisions
from kb.jsonable import (
    Json,
    case_json,
    decision_json,
    document_json,
    document_text_json,
    gap_json,
    tenure_json,
    term_json,
)
from kb.register import Register
from kb.strings_da.api import Api

Result = TypeVar("Result")
Page = Annotated[PageOf, Query()]
Id = StringConstraints(min_length=1, max_length=1000)


def routes(service: Service) -> APIRouter:
    """The addresses of the registers."""
    router = APIRouter(dependencies=[*KEYED, Depends(said_once)])

    @router.get("/v1/decisions", response_model=Decisions, **told(Api.DECISIONS))
    async def decisions(request: Request, page: Page) -> Response:
        return await listed(service, request, page, "decisions", _decided, decision_json)

    @router.get("/v1/cases", response_model=Cases, **told(Api.CASES))
    async def cases(request: Request, page: Page) -> Response:
        return await listed(service, request, page, "cases", Register.cases, case_json)

    @router.get("/v1/cases/{case}", response_model=Case, **told(Api.CASE, found=False))
    async def case(request: Request, case: Annotated[str, Id, Path(description=Api.CASE_ID)]) -> Response:
        return await service.revalidated(
            request, service.register, lambda register: case_json(register.case(case))
        )

    @router.get("/v1/terms", response_model=Terms, **told(Api.TERMS))
    async def terms(request: Request, page: Page) -> Response:
        return await listed(service, request, page, "terms", Register.terms, term_json)

    @router.get("/v1/roles", response_model=Roles, **told(Api.ROLES))
    async def roles(request: Request, page: Page) -> Response:
        return await listed(service, request, page, "roles", Register.tenures, tenure_json)

    @router.get("/v1/gaps", response_model=Gaps, **told(Api.GAPS))
    async def gaps(request: Request, page: Page) -> Response:
        return await listed(service, request, page, "gaps", Register.gaps, gap_json)

    @router.get("/v1/documents", response_model=Documents, **told(Api.DOCUMENTS))
    async def documents(request: Request, page: Page) -> Response:
        return await listed(service, request, page, "documents", Register.documents, document_json)

    @router.get(
        "/v1/documents/{document:path}", response_model=DocumentText, **told(Api.DOCUMENT, found=False)
    )
    async def document(
        request: Request, document: Annotated[str, Id, Path(description=Api.DOCUMENT_ID)]
    ) -> Response:
        return await service.revalidated(request, service.register, partial(_text, service, document))

    drawing = anyio.CapacityLimiter(1)  # PDFium works for one thread: the others wait without holding one

    @router.get(
        "/v1/pages/{page}/{document:path}",
        **told(Api.PAGE, found=False, kind=PICTURE, schema={"type": "string", "format": "binary"}),
    )
    async def picture(
        request: Request,
        page: Annotated[int, Path(ge=1, le=LARGEST, description=Api.PAGE_NUMBER)],
        document: Annotated[str, Id, Path(description=Api.DOCUMENT_ID)],
    ) -> Response:
        draw = partial(_picture, service, document, page)
        return await service.revalidated(request, service.register, draw, drawing)

    return router


async def listed(
    service: Service,
    request: Request,
    page: PageOf,
    name: str,
    rows: Callable[[Register, Filter], Sequence[Result]],
    row: Callable[[Result], Json],
) -> Response:
    """One page of a list of the register, or that it is as it was."""
    return await service.revalidated(
        request,
        service.register,
        lambda register: page_json(request, page, name, rows(register, page.where()), row),
    )


def _text(service: Service, document: str, register: Register) -> Json:
    """The document with its text, once the log has that it was read."""
    told = document_text_json(register.document(document))
    service.opened(document, register)
    return told


def _picture(service: Service, document: str, page: int, register: Register) -> bytes:
    """A page as a picture, once the log has that it was read."""
    image = register.page_image(document, page)
    service.opened(document, register)
    return image


def _decided(register: Register, where: Filter) -> Sequence[Decision]:
    return register.decisions(for_decisions(where))
