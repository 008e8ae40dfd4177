"""A filled messaging house to begin from. Tern, which tracks parcels for web shops, is made up."""

HOUSE = {
    "core_message": "Your customers hear of a late parcel from you, two days before it is late.",
    "positioning_line": "The only forecast that learns from every scan of your own carriers.",
    "category": "delivery forecasting",
    "tone": "plain, exact, kind; never alarmed",
    "not_us": "We deliver faster\nNo parcel is ever late",
    "pillars": [
        {
            "key": "early",
            "title": "We know before the carrier says it",
            "message": "Eighteen months of scans show which depot is slow on which weekday. You see the late parcels of Friday on Wednesday.",
        },
        {
            "key": "quiet",
            "title": "Support has half as much to answer",
            "message": "The customer gets a message with a choice before they think of asking. What remains are the hard cases.",
        },
        {
            "key": "yours",
            "title": "It speaks as your shop does",
            "message": "Messages carry your words and your name. Nobody notices a tool in between.",
        },
    ],
    "proof_points": [
        {
            "key": "right",
            "pillar": "early",
            "summary": "91% of late parcels were forecast 40 hours ahead in 212 shops, third quarter.",
            "source_tag": "data",
            "date": "2026-10-05",
            "expires_on": "2027-10-05",
        },
        {
            "key": "half",
            "pillar": "quiet",
            "summary": "Lumen & Co. had 52% fewer messages after 30 days.",
            "source_tag": "customer",
            "customer_permission": True,
        },
        {
            "key": "words",
            "pillar": "yours",
            "summary": "All 14 messages can be worded per language, and 180 shops have changed at least one.",
            "source_tag": "technical",
        },
    ],
    "segment_rows": [
        {
            "key": "fashion",
            "segment": "Fashion shops with 300 to 2,000 parcels a day",
            "pain": "“In December we answer nothing but parcels.”",
            "promise": "Half as many questions about parcels within 30 days.",
            "proof": "Lumen & Co.: 52% fewer in a month.",
            "call_to_action": "Send us last week's parcels",
        }
    ],
}

PROOF = {
    "statement": "Of 41,200 parcels that were late in the first half of 2026, 34,900 were forecast two days before.",
    "type": "data",
    "source": "https://tern.example/research/forecast-2026",
    "date": "2026-07-01",
    "expires_on": "2027-06-30",
}

PROMISE = {
    "statement": "Your customers hear of a late parcel from you, two days before it is late.",
    "metric": "activation_rate",
    "direction": "at_least",
    "threshold": "35",
    "window": 3,
}
