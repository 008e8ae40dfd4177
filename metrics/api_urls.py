from django.urls import path

from metrics import api, api_imports, api_reviews, api_terms

urlpatterns = [
    path("funnel/events/", api.ImportEvents.as_view(), name="api_funnel_events"),
    path("funnel/spend/", api.ImportSpend.as_view(), name="api_funnel_spend"),
    path("funnel/settings/", api_terms.ImportSettings.as_view(), name="api_import_settings"),
    path("funnel/rates/", api_terms.Rates.as_view(), name="api_rates"),
    path("funnel/erasures/", api_terms.Erasures.as_view(), name="api_erasures"),
    path("imports/", api_imports.Imports.as_view(), name="api_imports"),
    path("imports/<int:pk>/", api_imports.OneImport.as_view(), name="api_import"),
    path("imports/<int:pk>/step/", api_imports.ImportStep.as_view(), name="api_import_step"),
    path("imports/<int:pk>/rejected/", api_imports.RejectedRows.as_view(), name="api_rejected"),
    path("imports/<int:pk>/undoing/", api_imports.Undoing.as_view(), name="api_undoing"),
    path("metrics/", api.MetricList.as_view(), name="api_metrics"),
    path("metrics/activation/", api.Activation.as_view(), name="api_activation"),
    path("metrics/activation/candidates/", api.ActivationCandidates.as_view(), name="api_activation_candidates"),
    path("metrics/values/", api.ValueList.as_view(), name="api_metric_values"),
    path("metrics/reviews/", api_reviews.Reviews.as_view(), name="api_reviews"),
    path("metrics/reviews/<int:pk>/", api_reviews.OneReview.as_view(), name="api_review"),
    path("metrics/values/imports/", api.ValueImports.as_view(), name="api_metric_value_imports"),
]
