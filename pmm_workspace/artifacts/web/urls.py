from django.urls import path, register_converter

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.web import (
    arranging,
    commenting,
    exporting,
    finding,
    history,
    remarking,
    reviewing,
    starting,
    suggesting,
    tracing,
    verifying,
    views,
)


class Kind:
    """The slug of a kind that exists."""

    regex = "[a-z0-9-]+"

    def to_python(self, value):
        if value not in kinds.slugs():
            raise ValueError
        return value

    def to_url(self, value):
        return value


register_converter(Kind, "kind")

urlpatterns = [
    path("", reviewing.home, name="home"),
    path("search/", finding.search, name="search"),
    path("palette/", finding.palette, name="palette"),
    path("shortcuts/", finding.shortcuts, name="shortcuts"),
    path("verification/", verifying.due, name="verification"),
    path("verify/<str:token>/", verifying.by_link, name="verify_by_link"),
    path("d/<int:pk>/verify/", verifying.confirm, name="document_verify"),
    path("templates/", starting.templates, name="templates"),
    path("templates/<int:pk>/", starting.change, name="template_change"),
    path("d/<int:pk>/template/", starting.save, name="document_template"),
    path("p/<slug:slug>/", views.product, name="product"),
    path("d/<int:pk>/", views.read, name="document"),
    path("d/<int:pk>/edit/", views.edit, name="document_edit"),
    path("d/<int:pk>/save/", views.save, name="document_save"),
    path("d/<int:pk>/lists/<slug:name>/", arranging.arrange, name="document_arrange"),
    path("d/<int:pk>/gaps/", views.gaps, name="document_gaps"),
    path("d/<int:pk>/trace/", tracing.trace, name="document_trace"),
    path("d/<int:pk>/carry/", tracing.carry, name="document_carry"),
    path("references/<kind:kind>/", tracing.found, name="references"),
    path("links/<int:pk>/accept/", tracing.accept, name="link_accept"),
    path("d/<int:pk>/concision/", remarking.remarks, name="document_concision"),
    path("d/<int:pk>/review/", reviewing.review_page, name="document_review"),
    path("d/<int:pk>/move/", reviewing.move, name="document_move"),
    path("d/<int:pk>/export/", exporting.export_file, name="document_export"),
    path("d/<int:pk>/history/", history.history, name="document_history"),
    path("d/<int:pk>/v/<int:number>/", history.version_page, name="document_version"),
    path("d/<int:pk>/v/<int:number>/name/", history.name, name="document_version_name"),
    path("d/<int:pk>/compare/", history.compare, name="document_compare"),
    path("d/<int:pk>/v/<int:number>/restore/", history.restore, name="document_restore"),
    path("d/<int:pk>/comments/", commenting.comment, name="document_comment"),
    path("comments/<int:pk>/resolve/", commenting.resolve, name="comment_resolve"),
    path("comments/<int:pk>/reply/", commenting.reply, name="comment_reply"),
    path("comments/<int:pk>/reopen/", commenting.reopen, name="comment_reopen"),
    path("comments/<int:pk>/edit/", commenting.rewrite, name="comment_rewrite"),
    path("comments/<int:pk>/remove/", commenting.remove, name="comment_remove"),
    path("comments/<int:pk>/react/", commenting.react, name="comment_react"),
    path("d/<int:pk>/suggest/", suggesting.suggest, name="document_suggest"),
    path("suggestions/<int:pk>/accept/", suggesting.accept, name="suggestion_accept"),
    path("suggestions/<int:pk>/reject/", suggesting.reject, name="suggestion_reject"),
    path("<kind:kind>/", views.documents, name="documents"),
    path("<kind:kind>/new/", starting.new, name="document_new"),
]
