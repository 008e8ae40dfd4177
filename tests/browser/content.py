"""Documents that are complete enough to be approved."""

CARD = {
    "competitor": "Abacus",
    "one_liner": "They are a close tool for large groups, known for templates.",
    "quick_dismiss": "Ask how long their setup took: ours runs the next close.",
    "they_say_about_us": "Too small for a group.",
    "our_answer": "True of 2024. Forty groups close with us today.",
    "why_we_win": "Live in a week.",
    "why_we_lose": "No consolidation.",
    "their_price": "From 40,000 a year, seen in May.",
    "our_price": "18,000 a year.",
    "objections": [
        {"key": "price", "they_say": "You are too expensive", "we_say": "Compare a year with services."},
        {"key": "size", "they_say": "You are too small for us", "we_say": "Forty groups run on it."},
        {"key": "setup", "they_say": "We have no time for a migration", "we_say": "There is none: it reads."},
    ],
    "landmines": [{"key": "weeks", "question": "How many weeks until the first close?"}],
    "disqualifiers": [{"key": "tax", "condition": "They need tax filing"}],
    "talk_track": [{"key": "open", "part": "opener", "text": "How long was your last close?"}],
}

HOUSE = {
    "core_message": "Close in three days.",
    "pillars": [
        {"key": "early", "title": "The work is done before the month ends", "message": "Every entry is checked."},
        {"key": "trail", "title": "Every number has a trail", "message": "One click to the invoice."},
        {"key": "stays", "title": "Your accounting system stays", "message": "It reads, it never writes."},
    ],
    "proof_points": [
        {"key": "days", "pillar": "early", "summary": "Nordlys went from nine days to three."},
        {"key": "audit", "pillar": "trail", "summary": "Two auditors accept it as evidence."},
        {"key": "week", "pillar": "stays", "summary": "Median setup took six days in 2026."},
    ],
    "segment_rows": [
        {
            "key": "mid",
            "segment": "Mid-market",
            "pain": "Late nights.",
            "promise": "None.",
            "proof": "Nordlys.",
            "call_to_action": "See it",
        }
    ],
}

BRIEF = {
    "what_ships": "Approvals with one tap.",
    "for_whom": "Accounts with ten approvers or more.",
    "customer_problem": "“Invoices wait in my inbox for nine days.”",
    "business_reason": "It is the reason why trials end.",
    "tier": "t2",
    "launch_date": "2027-02-02",
    "key_message": "Approve where you already are.",
    "metrics": [
        {
            "key": "days",
            "name": "Days until approved",
            "baseline": "9",
            "target": "3",
            "due": "2027-04-01",
            "owner": "Rita",
        }
    ],
    "assets": [{"key": "mail", "asset": "E-mail to approvers", "kind": "email", "owner": "Ed", "due": "2027-01-20"}],
    "internal_communications": "Support first.",
    "first_30_days": [{"key": "d1", "message": "Approve one invoice.", "owner": "Ed"}],
}
