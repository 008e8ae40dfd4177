from django.urls import path

from metrics.web import activation, dashboards, days, fixing, imports

urlpatterns = [
    path("funnel/", dashboards.first_page, name="funnel"),
    path("funnel/days/", days.add, name="day_add"),
    path("funnel/days/<int:pk>/remove/", days.remove, name="day_remove"),
    path("funnel/metric/<slug:name>/", dashboards.definition, name="metric"),
    path("funnel/metric/<slug:name>/stages/", dashboards.stages, name="metric_stages"),
    path("funnel/activation/criteria/", activation.criteria, name="activation_criteria"),
    path("funnel/<slug:category>/", dashboards.category, name="dashboard"),
    path("funnel/<slug:category>/export/", dashboards.export, name="dashboard_export"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new, name="import_new"),
    path("imports/<int:pk>/", imports.detail, name="import"),
    path("imports/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("imports/<int:pk>/numbers/", imports.foreseen_numbers, name="import_numbers"),
    path("imports/<int:pk>/columns/", imports.choose_columns, name="import_columns"),
    path("imports/<int:pk>/reading/", imports.reread, name="import_reread"),
    path("imports/<int:pk>/fix/", fixing.fix, name="import_fix"),
    path("imports/<int:pk>/check/", fixing.check_again, name="import_check_again"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/undo/numbers/", imports.undo_numbers, name="import_undo_numbers"),
    path("imports/<int:pk>/again/", imports.again, name="import_again"),
    path("imports/<int:pk>/rejected.csv", imports.rejected, name="import_rejected"),
]
