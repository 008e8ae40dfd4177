"""One route per kind, found like the kinds themselves."""

from rest_framework.routers import SimpleRouter

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.api.views import of_kind

router = SimpleRouter()
for model in kinds.kinds():
    router.register(kinds.slug(model), of_kind(model), basename=model._meta.model_name)

urlpatterns = router.urls
