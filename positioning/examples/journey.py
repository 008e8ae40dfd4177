"""A filled journey map. Tern, which tracks parcels for web shops, is made up."""

JOURNEY = {
    "goal": "A December in which nobody asks where the parcel is",
    "begins_when": "The first sale week with more than 2,000 parcels a day",
    "ends_when": "Support writes to late customers first, on four days of a week",
    "taken_from": "14 interviews in autumn, 60 recorded first weeks, help desk reasons from January to August.",
    "stages": [
        {
            "key": "doubt",
            "name": "Something must change",
            "doing": "Counts the messages of a Monday by hand.",
            "thinking": "Is this normal, or are we bad at it?",
            "feeling": "annoyed",
            "touchpoint": "A colleague at the logistics round",
        },
        {
            "key": "compare",
            "name": "Comparing",
            "doing": "Asks three vendors for a price and one shop of the same size for the truth.",
            "thinking": "Does it know our carriers?",
            "feeling": "doubtful",
            "touchpoint": "Our list of carriers",
            "gap": "The list does not say how well each carrier is forecast.",
            "told_on": "2026-09-08",
            "told_by": "Nina, feedback board 214",
        },
        {
            "key": "first",
            "name": "The first late parcel",
            "doing": "Waits for a forecast and checks it against the sheet.",
            "thinking": "And if it is wrong?",
            "feeling": "hopeful",
            "touchpoint": "The morning mail with late parcels",
        },
        {
            "key": "habit",
            "name": "Without the sheet",
            "doing": "Sends the messages that the forecast proposes.",
            "thinking": "What did we do all morning, before?",
            "feeling": "pleased",
            "touchpoint": "The help desk",
        },
    ],
}
