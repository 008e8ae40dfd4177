"""A filled perceptual map. Tern, which tracks parcels for web shops, and the others are made up."""

MAP = {
    "conclusion": "Everybody who knows many carriers tells late. The place with few carriers and an early word is ours alone.",
    "x_axis": "Carriers that it knows",
    "x_low": "A few",
    "x_high": "Hundreds",
    "y_axis": "When the shop learns of a delay",
    "y_low": "After the customer",
    "y_high": "Two days before",
    "why_these_axes": "11 of 14 buyers named both unasked, autumn.",
    "points": [
        {
            "key": "us",
            "name": "Tern",
            "is_us": True,
            "x": 20,
            "y": 88,
            "evidence": "Forecast study, third quarter",
            "seen_on": "2026-10-05",
        },
        {"key": "bird", "name": "Parcelbird", "x": 95, "y": 30, "evidence": "9 of 14 buyers", "seen_on": "2026-10-19"},
        {"key": "sheet", "name": "The sheet", "x": 12, "y": 8, "evidence": "12 of 14 buyers", "seen_on": "2026-10-19"},
    ],
}
