"""Product analytics: what people did, and which of their ids are the same person."""

from metrics.parsing.readers import Money
from metrics.parsing.sources.channels import channel
from metrics.parsing.sources.preset import Computed, Leave, Part, Source

CAMPAIGN = channel("context.campaign.source", "context.campaign.medium", "properties.channel")
# what was paid is in dollars where nothing else is said
IN_DOLLARS = Computed(
    "CASE WHEN coalesce({1}, {2}) IS NOT NULL THEN coalesce({0}, 'USD') END",
    ("properties.currency", "properties.revenue", "properties.total"),
)
TRACK = {
    "person": "userId",
    "anonymous": "anonymousId",
    "account": ("context.groupId", "groupId", "properties.account_id"),
    "email": ("context.traits.email", "properties.email"),
    "event": ("event", "name"),
    "at": ("timestamp", "originalTimestamp"),
    "received": "receivedAt",
    "channel": CAMPAIGN,
    "segment": ("properties.segment", "context.traits.segment", "traits.segment"),
    "plan": ("properties.plan", "context.traits.plan", "traits.plan"),
    "product": "properties.product",
    "campaign": ("context.campaign.name", "properties.utm_campaign"),
    "campaign_id": ("context.campaign.id", "properties.utm_id"),
    "amount": ("properties.revenue", "properties.total"),
    "currency": IN_DOLLARS,
}
# `previousId` is what an alias call knew a person as before.
IDENTIFY = {
    "person": ("userId", "anonymousId"),
    "alias": ("previousId", "anonymousId"),
    "account": ("groupId", "context.groupId", "traits.company.id"),
    "email": ("traits.email", "context.traits.email"),
    "created": "traits.createdAt",
    "channel": CAMPAIGN,
    "segment": "traits.segment",
    "plan": "traits.plan",
}
CALLS = (
    Part("events", TRACK, when=("type", ("track", "")), keys=(("messageId",),)),
    Part("people", IDENTIFY, when=("type", ("identify", "alias", "group"))),
)

SEGMENT = Source("segment", ("type", "messageId", ("userId", "anonymousId"), ("timestamp", "originalTimestamp")), CALLS)
RUDDERSTACK = Source(
    "rudderstack", ("type", "messageId", "anonymousId", "channel", "context", "originalTimestamp", "sentAt"), CALLS
)
WAREHOUSE = Source(
    "segment_warehouse",
    ("id", "anonymous_id", "event", "event_text", "received_at", ("timestamp", "original_timestamp")),
    (
        Part(
            "events",
            {
                "person": "user_id",
                "anonymous": "anonymous_id",
                "account": ("context_group_id", "group_id", "account_id"),
                "email": ("context_traits_email", "email"),
                "event": ("event_text", "event"),
                "at": ("timestamp", "original_timestamp"),
                "received": "received_at",
                "channel": channel("context_campaign_source", "context_campaign_medium"),
                "segment": ("segment", "context_traits_segment"),
                "plan": ("plan", "context_traits_plan"),
                "product": "product",
                "campaign": "context_campaign_name",
                "campaign_id": "context_campaign_id",
                "amount": ("revenue", "total"),
                "currency": "currency",
            },
            keys=(("id",),),
        ),
    ),
    zone="UTC",
)

POSTHOG = Source(
    "posthog",
    ("uuid", "event", "distinct_id", "timestamp", "properties"),
    (
        Part(
            "events",
            {
                "person": "distinct_id",
                "anonymous": ("properties.$anon_distinct_id", "properties.alias", "person_id"),
                "account": "properties.$groups.company",
                "email": ("person_properties.email", "properties.$set.email", "properties.email"),
                "event": "event",
                "at": "timestamp",
                "received": ("created_at", "_inserted_at"),
                "channel": channel("properties.utm_source", "properties.utm_medium", "properties.channel"),
                "segment": ("properties.segment", "person_properties.segment"),
                "plan": ("properties.plan", "person_properties.plan"),
                "product": "properties.product",
                "campaign": "properties.utm_campaign",
                "campaign_id": "properties.utm_id",
                "amount": "properties.revenue",
                "currency": "properties.currency",
            },
            keys=(("uuid",),),
        ),
    ),
    zone="UTC",
)
POSTHOG_PERSONS = Source(
    "posthog_persons",
    ("distinct_id", "person_id", ("person_version", "person_distinct_id_version", "is_deleted")),
    (
        Part(
            "people",
            {
                "person": "person_id",
                "alias": "distinct_id",
                "email": "properties.email",
                "created": "created_at",
                "channel": channel("properties.$initial_utm_source", "properties.$initial_utm_medium"),
                "segment": "properties.segment",
                "plan": "properties.plan",
            },
        ),
    ),
    leave=(Leave("deleted", "is_deleted", ("true", "1")),),
    zone="UTC",
)

MIXPANEL = Source(
    "mixpanel",
    ("event", "properties.time", "properties.distinct_id"),
    (
        Part(
            "events",
            {
                "person": ("properties.distinct_id", "properties.$user_id"),
                "anonymous": ("properties.$identified_id", "properties.$device_id"),
                "account": ("properties.company_id", "properties.account_id"),
                "email": "properties.$email",
                "event": "event",
                "at": "properties.time",
                "received": ("properties.mp_processing_time_ms", "properties.$mp_api_timestamp_ms"),
                "channel": channel("properties.utm_source", "properties.utm_medium", "properties.channel"),
                "segment": "properties.segment",
                "plan": "properties.plan",
                "product": "properties.product",
                "campaign": "properties.utm_campaign",
                "campaign_id": "properties.utm_id",
                "amount": ("properties.revenue", "properties.$amount"),
                "currency": "properties.currency",
            },
            keys=(("event", "properties.time", "properties.distinct_id", "properties.$insert_id"),),
        ),
    ),
    zone="UTC",
)

AMPLITUDE = Source(
    "amplitude",
    ("event_type", "event_time", "amplitude_id", ("$insert_id", "uuid")),
    (
        Part(
            "events",
            {
                "person": "user_id",
                "anonymous": "amplitude_id",
                "account": ("groups.company", "groups.account"),
                "email": "user_properties.email",
                "event": "event_type",
                "at": "event_time",
                "received": ("server_upload_time", "server_received_time"),
                "channel": channel(
                    "user_properties.utm_source", "user_properties.utm_medium", "user_properties.channel"
                ),
                "segment": ("event_properties.segment", "user_properties.segment"),
                "plan": ("event_properties.plan", "user_properties.plan"),
                "product": "event_properties.product",
                "campaign": "user_properties.utm_campaign",
                "campaign_id": "user_properties.utm_id",
                "amount": ("event_properties.$revenue", "event_properties.revenue"),
                "currency": "event_properties.currency",
            },
            keys=(("amplitude_id", "$insert_id"), ("uuid",)),
        ),
    ),
    zone="UTC",
)


def _parameter(name):
    """The text of one of the parameters of a GA4 event, which are a list of keys and values."""
    shape = '[{"key": "VARCHAR", "value": {"string_value": "VARCHAR"}}]'
    return Computed(
        f"list_filter(TRY(from_json({{0}}, '{shape.replace('{', '{{').replace('}', '}}')}')), "
        f"lambda p: p.key = '{name}')[1].value.string_value",
        ("event_params",),
    )


GA4 = Source(
    "ga4",
    ("event_timestamp", "event_name", "user_pseudo_id"),
    (
        Part(
            "events",
            {
                "person": "user_id",
                "anonymous": "user_pseudo_id",
                "event": "event_name",
                "at": "event_timestamp",
                "channel": Computed(
                    channel("", "").sql.format("coalesce({0}, {2}, {4})", "coalesce({1}, {3}, {5})"),
                    (
                        "collected_traffic_source.manual_source",
                        "collected_traffic_source.manual_medium",
                        "session_traffic_source_last_click.manual_campaign.source",
                        "session_traffic_source_last_click.manual_campaign.medium",
                        "traffic_source.source",
                        "traffic_source.medium",
                    ),
                ),
                "plan": _parameter("plan"),
                "product": _parameter("product"),
                "campaign": (
                    "collected_traffic_source.manual_campaign_name",
                    "session_traffic_source_last_click.manual_campaign.campaign_name",
                ),
                "campaign_id": (
                    "collected_traffic_source.manual_campaign_id",
                    "session_traffic_source_last_click.manual_campaign.campaign_id",
                ),
                "amount": ("ecommerce.purchase_revenue_in_usd", "event_value_in_usd"),
            },
            readers={"amount": Money(is_signed=True)},
            constants={"currency": "USD"},
            keys=(("user_pseudo_id", "event_timestamp", "event_name", "event_bundle_sequence_id"),),
        ),
    ),
)

SOURCES = (SEGMENT, RUDDERSTACK, WAREHOUSE, POSTHOG, POSTHOG_PERSONS, MIXPANEL, AMPLITUDE, GA4)
