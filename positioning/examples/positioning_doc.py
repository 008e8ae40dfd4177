"""A filled positioning doc to begin from. Tern, which tracks parcels for web shops, is made up."""

POSITIONING = {
    "icp": "Web shops that send 300 to 5,000 parcels a day with two to six carriers and have a support team of their own.",
    "when_it_hurts": "The week after the first big sale, when every second message asks where the order is.",
    "category": "delivery forecasting",
    "frame_of_reference": "Parcel trackers. Buyers expect a tracking page and e-mails without asking for them.",
    "value_proposition": "Know two days ahead which parcels will be late, and halve the messages that ask where they are.",
    "not_for": "Shops with fewer than 50 parcels a day\nMarketplaces that do not choose their carriers",
    "target_customer": "heads of operations in growing web shops",
    "need": "want to hear of late parcels before their customers do",
    "key_benefit": "says two days ahead which parcels will be late",
    "primary_alternative": "a tracking page",
    "primary_differentiation": "learns from every scan of the last 18 months instead of repeating what the carrier says",
    "words_to_use": "late parcel\nforecast\nwhere is my order",
    "words_to_avoid": "AI-powered: everybody says it\nreal time: carriers scan four times a day",
    "alternatives": [
        {
            "key": "hand",
            "kind": "status_quo",
            "name": "Support answers by hand",
            "why_customers_choose_it": "It costs nothing until the season begins.",
            "where_it_falls_short": "Two people do nothing else in December.",
        },
        {
            "key": "sheet",
            "kind": "spreadsheet",
            "name": "A sheet of late parcels, filled every morning",
            "why_customers_choose_it": "Somebody trusts it, because they wrote it.",
            "where_it_falls_short": "It knows a delay a day after the customer does.",
        },
        {
            "key": "rival",
            "kind": "rival",
            "name": "A tracking page",
            "why_customers_choose_it": "It is live in a day and looks like the shop.",
            "where_it_falls_short": "It repeats the carrier, who admits a delay last of all.",
        },
    ],
    "differentiators": [
        {
            "key": "ahead",
            "attribute": "Forecasts made of 18 months of scans, per carrier, depot and weekday",
            "value": "Support writes first, and the customer chooses what happens.",
            "against": "A tracking page",
        }
    ],
    "reasons_to_believe": [
        {
            "key": "right",
            "differentiator": "ahead",
            "type": "data",
            "statement": "91% of late parcels were forecast 40 hours ahead: 212 shops, third quarter.",
            "source": "https://example.com/forecast-study",
            "date": "2026-10-05",
            "expires_on": "2027-10-05",
        }
    ],
}
