"""The API's own description: OpenAPI 3.1 from the handlers and the types of their answers; its changelog."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from litestar import Litestar

from airdate import __version__
from airdate.publish.guide_json import FIELDS
from airdate.publish.site.templates import Address
from airdate.web.answers import JSON
from airdate.web.api import models
from airdate.web.problems import PROBLEM, Problem

PREFIX = "/api/v1"
_REF = "#/components/schemas/{name}"
_BODIES = (models.TextToCheck, models.LinkToCheck)

#: Status → what it means everywhere.
_PROBLEMS = {
    "400": "A parameter does not fit.",
    "404": "There is no such thing.",
    "413": "The body is too large.",
    "429": "This address asks too often; see Retry-After.",
    "503": "Too much is asked at once; see Retry-After.",
}
_HEADERS = {
    "ETag": {
        "description": "Changes with the answer; send it as If-None-Match.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {"description": "How long it stays fresh.", "schema": {"type": "string"}},
}

#: Parameter → what it may be.
_EXAMPLES = {"work": "all-of-us-are-dead", "theme": "zombie"}

#: What changed in the API, the newest first: version, day, what.
CHANGELOG: tuple[tuple[str, str, str], ...] = (
    (
        "1.0",
        "2026-11-24",
        "Works, seasons, guides, beliefs, claims, forecasts, calendar, undated shelf, changes, lists, "
        "record, outlets, checks and exports.",
    ),
)


def openapi(app: Litestar, site: Address) -> dict[str, Any]:
    """The whole description. Litestar knows the paths and parameters, msgspec the types of the answers."""
    made = app.openapi_schema.to_schema()
    answers = {
        (path, method.lower()): handler.opt
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        for path in (route.path_format,)
    }
    types = {opt["answer"] for opt in answers.values() if "answer" in opt}
    paths = {
        path: {method: _operation(operation, answers[path, method]) for method, operation in item.items()}
        for path, item in made["paths"].items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Airdate",
            "version": CHANGELOG[0][0],
            "description": "When the next season comes out, who says so, and how sure one can be. Reading "
            "needs no key. Days are ISO 8601 dates without a zone, instants are UTC; what is not known is "
            "null.",
            "license": {"name": "MIT", "identifier": "MIT"},
            "x-airdate-version": __version__,
        },
        "servers": [{"url": site.prefix or "/"}],
        "paths": paths,
        "components": {"schemas": _schemas(types)},
    }


def _operation(operation: dict[str, Any], opt: dict[str, Any]) -> dict[str, Any]:
    """An operation with its answer's type and its errors."""
    kept = {name: value for name, value in operation.items() if name not in ("responses", "deprecated")}
    if "answer" in opt:
        content = {JSON: {"schema": {"$ref": _REF.format(name=opt["answer"].__name__)}}}
    else:
        content = {media: {} for media in opt["media"]}
    problem = {PROBLEM: {"schema": {"$ref": _REF.format(name=Problem.__name__)}}}
    errors = {
        status: {"description": help, "content": problem}
        for status, help in _PROBLEMS.items()
        if status != "413" or "requestBody" in kept
    }
    answered = {"description": "The answer.", "headers": _HEADERS, "content": content}
    unchanged = {"304": {"description": "What the asker holds is still so."}}
    kept["parameters"] = [_parameter(parameter) for parameter in kept.get("parameters", ())]
    return {**_bare(kept), "responses": {"200": answered, **unchanged, **errors}}


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter without the null that no query can hold, and with an example where one helps."""
    schema = dict(parameter["schema"])
    kinds = [kind for kind in schema.pop("oneOf", ()) if kind.get("type") != "null"]
    found = {**parameter, "schema": {**(kinds[0] if kinds else {}), **schema}}
    example = _EXAMPLES.get(parameter["name"])
    return found if example is None else {**found, "example": example}


def _bare(value: Any) -> Any:
    """Without made-up examples, and without what says nothing."""
    if isinstance(value, dict):
        silent = ("examples", "allowEmptyValue", "allowReserved", "deprecated")
        return {name: _bare(each) for name, each in value.items() if name not in silent or each is True}
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value


def _schemas(types: Iterable[type]) -> dict[str, Any]:
    ordered = sorted({*types, *_BODIES, Problem}, key=lambda each: each.__name__)
    _, schemas = msgspec.json.schema_components(ordered, ref_template=_REF)
    for field in FIELDS:
        _describe(schemas, models.GuideAnswer.__name__, field.path, field.help)
    return dict(sorted(schemas.items()))


def _describe(schemas: dict[str, Any], name: str, path: str, help: str) -> None:
    """Say at a field of a type, found by its path, what the guide's own reference says of it."""
    node: dict[str, Any] = {"$ref": _REF.format(name=name)}
    for part in path.split("."):
        owner = _target(schemas, node)
        key = part.removesuffix("[]")
        if key == "*":
            owner.setdefault("description", help)
        node = owner["additionalProperties"] if key == "*" else owner["properties"][key]
        if part.endswith("[]"):
            node.setdefault("description", help)
            node = _target(schemas, node)["items"]
    if "$ref" not in node:
        node.setdefault("description", help)


def _target(schemas: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """What a node stands for, through references and "or null"."""
    if "anyOf" in node:
        node = next(each for each in node["anyOf"] if each.get("type") != "null")
    return schemas[node["$ref"].rpartition("/")[2]] if "$ref" in node else node
