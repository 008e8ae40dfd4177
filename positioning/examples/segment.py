"""A filled segment. Tern, which tracks parcels for web shops, is made up."""

SEGMENT = {
    "in_one_sentence": "Growing web shops that send 300 to 5,000 parcels a day and answer every question about them by hand.",
    "firmographics": "Retailers with their own web shop, 20 to 250 people, in Scandinavia, Germany or the Netherlands.",
    "technographics": "Two to six carriers and a shop system with an order feed; a help desk that counts reasons.",
    "jobs_to_be_done": "When a parcel will be late, we want to tell the customer first, so that nobody has to ask.\n"
    "When the season begins, we want to know which carrier fails, so that we can move volume in time.",
    "willingness_to_pay": "They pay a temp €3,400 a month in November and December. 14 of 19 accepted €500 a month "
    "without a discount.",
    "contract_value": "€5,000 to €22,000 a year, 41 contracts",
    "how_many": "About 3,100 shops in five countries, trade register, March",
    "best_customers": "Lumen & Co., Brask Outdoor and Vinterhus: three years, two products, eleven references.",
    "trigger_events": [
        {
            "key": "sale",
            "event": "The first sale week with more than 2,000 parcels a day",
            "how_to_notice": "Job posts for seasonal support; a status page that mentions the carrier",
            "they_say": "“Every second message asks where the order is.”",
        },
        {
            "key": "carrier",
            "event": "A second carrier is added",
            "how_to_notice": "A new choice at the check-out",
            "they_say": "“We do not know which of them is late.”",
        },
    ],
    "must_haves": [
        {"key": "scans", "condition": "Their carriers share scans", "question": "Which carriers, and since when?"},
        {
            "key": "feed",
            "condition": "Orders can be read by a program",
            "question": "How does your help desk see an order?",
        },
    ],
    "disqualifiers": [
        {
            "key": "small",
            "condition": "Fewer than 50 parcels a day",
            "question": "How many parcels left yesterday?",
            "reason": "The forecast has too little to learn from; two such shops left within a quarter.",
            "instead": "The tracking page of their carrier",
        }
    ],
    "buying_committee": [
        {
            "key": "ops",
            "role": "owner",
            "who": "Head of operations",
            "cares_about": "Fewer parcels that anybody has to look for.",
            "can_veto": True,
        },
        {
            "key": "support",
            "role": "user",
            "who": "Support lead",
            "cares_about": "A December in which the team goes home at six.",
        },
    ],
}
