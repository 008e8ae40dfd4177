"""A filled sheet of four fits. Tern, which tracks parcels for web shops, is made up."""

FITS = {
    "thesis": "Shops pay €9,000 a year because a late parcel costs them more. They find us by search and by phone, "
    "for less than half of it.",
    "pays_a_year": 9000,
    "model_needs": 8000,
    "numbers_from": "41 contracts and the funnel of the third quarter",
    "would_change_our_mind": "Two quarters with more than €6,000 for a customer.",
    "fits": [
        {
            "key": "mp",
            "fit": "market_product",
            "hypothesis": "Shops above 300 parcels a day keep it after the season.",
            "evidence": "34 of 41 stayed on in spring.",
            "score": 8,
            "owner": "Jonas, product",
            "breaking_sign": "Fewer than three of four stay on after January",
            "review_on": "2027-02-15",
        },
        {
            "key": "pc",
            "fit": "product_channel",
            "hypothesis": "A first forecast can be shown on a call within ten minutes.",
            "evidence": "52 of 60 calls in autumn.",
            "score": 7,
            "owner": "Jonas and Nina",
            "breaking_sign": "The first forecast needs an import by us",
            "review_on": "2027-01-20",
        },
        {
            "key": "cm",
            "fit": "channel_model",
            "hypothesis": "A customer by phone costs less than half a year's price.",
            "evidence": "€3,900 in the third quarter, 17 customers.",
            "score": 7,
            "owner": "Nina, product marketing",
            "breaking_sign": "More than €6,000 in two quarters",
            "review_on": "2027-01-20",
        },
        {
            "key": "mm",
            "fit": "model_market",
            "hypothesis": "3,100 shops at this price are enough for five years.",
            "evidence": "Trade register, March; 14 of 19 accepted the price.",
            "score": 6,
            "owner": "Jonas and Nina",
            "breaking_sign": "Every third deal asks for a smaller package",
            "review_on": "2027-03-31",
        },
    ],
    "channels": [
        {"key": "search", "channel": "search", "type": "content", "cac": 1400},
        {"key": "calls", "channel": "outbound", "type": "inside", "cac": 3900},
    ],
    "plans": [{"key": "depots", "feature": "Forecast per depot", "end": "middle"}],
}
