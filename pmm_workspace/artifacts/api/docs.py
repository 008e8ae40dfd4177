"""The API's own description: OpenAPI for programs, and a page made from it for people."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from pmm_workspace.accounts.policy import PUBLIC, Policy, policy

METHODS = ("get", "post", "patch", "put", "delete")


@lru_cache(maxsize=8)  # a visitor may ask for any language
def described(language: str) -> dict:
    """The whole API in OpenAPI's words; nothing but the code and the language changes it, and it takes a second."""
    with translation.override(language):
        return SchemaGenerator().get_schema(request=None, public=True)


class Described(SchemaGenerator):
    def get_schema(self, request=None, public=False):
        return described(translation.get_language())


@method_decorator(never_cache, name="dispatch")
class Schema(SpectacularAPIView):
    """OpenAPI 3.1."""

    generator_class = Described
    policy = Policy(read=PUBLIC)
    throttle_classes = ()


@dataclass(frozen=True)
class Operation:
    """One thing that a client can ask for."""

    method: str
    path: str
    summary: str
    parameters: list
    fields: list
    answers: dict

    @property
    def id(self):
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "").strip("-")

    @property
    def group(self):
        return self.path.split("/")[2]

    @property
    def is_write(self):
        return self.method != "get"


@dataclass(frozen=True)
class Member:
    """A member of a request body."""

    name: str
    kind: str
    help: str
    is_required: bool


def operations() -> list[Operation]:
    """Every operation of the schema, in the order of their paths."""
    schema = described(translation.get_language())
    return [
        _operation(schema, method, path, found)
        for path, methods in schema["paths"].items()
        for method, found in methods.items()
        if method in METHODS
    ]


def _operation(schema, method, path, found):
    words = found.get("summary") or found.get("description", "").partition("\n")[0]
    shown = [each for each in found.get("parameters", []) if each["in"] != "path"]
    answers = {code: answer.get("description", "") for code, answer in found.get("responses", {}).items()}
    return Operation(method, path, words, shown, _members(schema, found.get("requestBody")), answers)


def _members(schema, body):
    shape = _resolved(schema, next(iter(body["content"].values()))["schema"]) if body else {}
    if shape.get("type") == "array":
        shape = _resolved(schema, shape["items"])
    required = shape.get("required", [])
    return [_member(schema, name, each, name in required) for name, each in shape.get("properties", {}).items()]


def _member(schema, name, shape, is_required):
    inner = _resolved(schema, shape)
    kind = inner.get("type", "")
    kind = " or ".join(kind) if isinstance(kind, list) else kind
    if kind == "array":
        kind = "array of " + ", ".join(_resolved(schema, inner["items"]).get("properties", {})) or "array"
    if "enum" in inner:
        kind = " · ".join(str(choice) for choice in inner["enum"])
    return Member(name, kind, shape.get("description", ""), is_required)


def _resolved(schema, shape):
    if "$ref" in shape:
        return schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    for several in ("allOf", "oneOf"):
        if several in shape:
            return _resolved(schema, shape[several][0])
    return shape


@policy(read=PUBLIC)
def docs(request):
    groups = [(name, list(found)) for name, found in groupby(operations(), key=lambda each: each.group)]
    return render(request, "api/docs.html", {"groups": groups, "address": request.build_absolute_uri("/api/")})
