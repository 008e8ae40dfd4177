"""A filled interview after a lost deal. Tern, which tracks parcels for web shops, is made up."""

INTERVIEW = {
    "hypothesis": "We lost on price: the seller reports “too expensive”. Wrong if they would have paid it for something else.",
    "deal": "Outdoor shop, 1,200 parcels a day, five weeks, €9,000 a year",
    "decided_on": "2026-10-06",
    "seller_says": "price",
    "interviewee": "buyer",
    "interviewer": "Nina, product marketing",
    "held_on": "2026-10-21",
    "consent": "anonymous",
    "outcome": "no_decision",
    "reason": "risk",
    "trigger": "The first sale week; the owner asked why support needed three temps.",
    "vendors_considered": "Parcelbird, Tern, and leaving the sheet as it is.",
    "decision_criteria": "No work for the warehouse before Christmas. Works with the second carrier. Price.",
    "strengths_and_weaknesses": "The forecast convinced. Nobody could say who would set it up in October.",
    "price_and_packaging": "Compared with one temp for two months; cheaper.",
    "sales_experience": "Good until the question about the set-up, which was answered a week later.",
    "moment_of_decision": "A Monday round of three. “Not before Christmas.”",
    "what_almost_changed_it": "A date and a name for the set-up.",
    "goes_to": "enablement",
    "quotes": [
        {
            "key": "setup",
            "words": "It was never the money. Nobody told me who would do it in October.",
            "about": "risk",
            "audience": "shareable",
        }
    ],
}
