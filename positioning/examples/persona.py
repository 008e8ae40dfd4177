"""A filled persona. Tern, which tracks parcels for web shops, is made up."""

PERSONA = {
    "role": "owner",
    "job_title": "Head of operations, logistics manager, fulfilment lead",
    "in_one_sentence": "Measured by parcels on time and cost per parcel, and blamed for carriers that nobody controls.",
    "goals": "Fewer than 2% of parcels late without the customer knowing first\nOne view over all carriers",
    "fears": "A second December like the last one\nA tool that the warehouse switches off after a week",
    "must_prove": "To the owner: that support costs less than the year before, per parcel.",
    "decision_criteria": "Works with our carriers\nNo work for the warehouse\nPrice per parcel",
    "day_in_life": "Half past six: the depot's mail about yesterday. Nine: support asks about forty parcels. Four: pick-up.",
    "information_sources": "Two former colleagues, the monthly logistics round in Malmö, the carrier's account manager",
    "words_they_use": "late parcel\nWISMO\npick-up\nthe depot",
    "jobs": [
        {
            "key": "late",
            "situation": "a parcel misses its scan",
            "motivation": "know before the customer does",
            "outcome": "write to them with a choice instead of an excuse",
            "solution_today": "A sheet of late parcels, filled every morning",
        }
    ],
    "forces": [
        {
            "key": "push",
            "job": "late",
            "type": "push",
            "statement": "Two people do nothing else in December.",
            "source": "9 of 14 interviews, autumn",
        },
        {
            "key": "pull",
            "job": "late",
            "type": "pull",
            "statement": "If I knew on Tuesday, I would move the volume on Wednesday.",
            "source": "6 of 14 interviews",
        },
        {
            "key": "anxiety",
            "job": "late",
            "type": "anxiety",
            "statement": "And if the forecast is wrong and we worry people for nothing?",
            "source": "8 of 14 interviews",
        },
        {
            "key": "habit",
            "job": "late",
            "type": "habit",
            "statement": "The sheet works, as long as Britta is here.",
            "source": "5 of 14 interviews",
        },
    ],
    "quotes": [
        {
            "key": "depot",
            "words": "The carrier tells me last. My customer tells me first.",
            "said_by": "Head of operations, 900 parcels a day",
            "said_on": "2026-09-14",
        }
    ],
}
