"""A filled battlecard to begin from. Tern, which tracks parcels for web shops, and Parcelbird are made up."""

BATTLECARD = {
    "competitor": "Parcelbird",
    "one_liner": "They are a parcel tracker for large retailers, known for the widest list of carriers.",
    "threat": "high",
    "quick_dismiss": "Parcelbird tells your customer where the parcel is. Tern tells you which parcel will be late.",
    "how_they_pitch": "Nine hundred carriers, one dashboard, live in a day. “Why talk to carriers yourself?”",
    "they_say_about_us": "“Tern is fine for a small shop. It knows forty carriers.”",
    "our_answer": "Forty carriers bring 97% of our customers' parcels. We would rather know forty well enough to "
    "predict a delay two days ahead. Which carriers do you ship with?",
    "why_we_win": "Shops with more than 300 parcels a day, where support answers “where is my order” by hand. "
    "Our forecast cuts those messages by half in the first month.",
    "why_we_lose": "Shops that ship to more than twenty countries with small local carriers, which we do not read yet.",
    "strengths_to_acknowledge": "Their list of carriers is the longest there is, and their set-up takes a day: say so.",
    "their_price": "From €0.04 a parcel with a minimum of €900 a month, seen in October.",
    "our_price": "€0.05 a parcel, no minimum.",
    "how_to_compare": "At 10,000 parcels a month: €900 against €500, before the support hours that we save.",
    "objections": [
        {
            "key": "carriers",
            "audience": "shareable",
            "they_say": "You know far fewer carriers.",
            "reframe": "How many of them do you ship with?",
            "we_say": "Yes, forty. Most shops use four. For those four we say two days ahead which parcels will be late.",
            "proof": "Forecast right for 91% of late parcels: 212 shops, third quarter",
        },
        {
            "key": "works",
            "audience": "shareable",
            "they_say": "Tracking pages work already.",
            "reframe": "What happens between “delayed” and the angry message?",
            "we_say": "They show the delay when it has happened. We write to the customer before, with a choice of what to do.",
            "proof": "Messages to support down 52% in 30 days: Lumen & Co.",
        },
    ],
    "landmines": [
        {
            "key": "late",
            "question": "How do you learn that a parcel will be late?",
            "exposes": "A tracker only knows what the carrier has said.",
            "follow_up": "Show yesterday's late parcels of a shop of their size, with the hour in which we knew.",
        }
    ],
    "disqualifiers": [
        {
            "key": "small",
            "condition": "Fewer than 50 parcels a day",
            "why": "The forecast has too little to learn from.",
            "how_to_detect": "“How many parcels left yesterday?”",
            "say_instead": "Use your carrier's free page, and call us before the season.",
        }
    ],
    "talk_track": [
        {"key": "open", "part": "opener", "text": "How many people asked you yesterday where their order is?"},
        {
            "key": "next",
            "part": "call_to_action",
            "text": "Send us last week's parcels. We mark those we would have warned about.",
        },
    ],
    "traps_to_avoid": [
        {
            "key": "list",
            "trap": "Comparing the number of carriers, line by line.",
            "guard": "Ask for the carriers of last month, and count those.",
        }
    ],
}
