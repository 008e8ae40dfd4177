"""One route per kind, found like the kinds themselves, and the API's own description."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.api.docs import Schema, docs
from pmm_workspace.artifacts.api.search import Search
from pmm_workspace.artifacts.api.suggestions import Suggestions
from pmm_workspace.artifacts.api.views import of_kind

router = SimpleRouter()
for model in kinds.kinds():
    router.register(kinds.slug(model), of_kind(model), basename=model._meta.model_name)
router.register("suggestions", Suggestions, basename="suggestion")

urlpatterns = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", docs, name="api_docs"),
    path("search/", Search.as_view(), name="api_search"),
    *router.urls,
]
