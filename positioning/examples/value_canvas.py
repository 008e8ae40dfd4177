"""A filled value proposition canvas. Tern, which tracks parcels for web shops, is made up."""

CANVAS = {
    "customer": "Heads of operations in growing web shops",
    "situation": "The weeks before and after the first big sale, with more than one carrier.",
    "in_one_sentence": "Tell customers that a parcel is late before they ask, and they do not ask.",
    "jobs": [
        {"key": "know", "job": "Know which parcels will be late", "type": "functional", "weight": 3},
        {"key": "calm", "job": "Look prepared in front of the owner", "type": "social", "weight": 2},
    ],
    "pains": [
        {"key": "ask", "pain": "Every second message asks where the order is", "weight": 3},
        {"key": "blame", "pain": "Carriers admit a delay last of all", "weight": 2},
    ],
    "pain_relievers": [
        {"key": "first", "pain": "ask", "how": "Customers hear of it before they ask", "feature": "messages"},
        {"key": "ahead", "pain": "blame", "how": "A forecast from 18 months of scans", "feature": "forecast"},
    ],
    "gains": [{"key": "move", "gain": "Move volume to another carrier in time", "weight": 2}],
    "gain_creators": [
        {"key": "compare", "gain": "move", "how": "Carriers compared by depot and weekday", "feature": "report"}
    ],
    "features": [
        {"key": "forecast", "name": "Forecast"},
        {"key": "messages", "name": "Messages"},
        {"key": "report", "name": "Carrier report"},
    ],
}
