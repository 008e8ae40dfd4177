from django.urls import path

from metrics import api

urlpatterns = [
    path("funnel/events/", api.ImportEvents.as_view(), name="api_funnel_events"),
    path("funnel/spend/", api.ImportSpend.as_view(), name="api_funnel_spend"),
    path("metrics/", api.MetricList.as_view(), name="api_metrics"),
    path("metrics/activation/", api.Activation.as_view(), name="api_activation"),
    path("metrics/activation/candidates/", api.ActivationCandidates.as_view(), name="api_activation_candidates"),
    path("metrics/values/", api.ValueList.as_view(), name="api_metric_values"),
]
