"""`manage.py check`: no route without a declared policy."""

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

OF_OTHERS = ("allauth.",)  # libraries that guard their own pages


def routes(resolver=None, prefix=""):
    """Every (path, callback) of the URLconf."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


def policy_of(callback):
    """The policy of a function view, a class-based view, a REST view or one action of it."""
    of_action = getattr(callback, "initkwargs", {}).get("policy")
    holder = getattr(callback, "cls", None) or getattr(callback, "view_class", None) or callback
    return of_action or getattr(holder, "policy", None)


def _is_ours(callback):
    return not callback.__module__.startswith(OF_OTHERS)


@checks.register()
def every_route_has_a_policy(app_configs, **kwargs):
    return [
        checks.Error(f"The route {path!r} declares no policy.", hint="Add @policy(read=..., write=...).", id="pmm.E001")
        for path, callback in routes()
        if _is_ours(callback) and policy_of(callback) is None
    ]
