"""A filled pricing narrative. Tern, which tracks parcels for web shops, is made up."""

PRICING = {
    "value_metric": "Parcels forecast in a month",
    "why_this_metric": "It grows with the season and falls after it, and every shop counts parcels already.",
    "in_one_sentence": "Five cents a parcel that we forecast, no minimum, and the first month is free.",
    "why_this_price": "A late parcel costs a shop €2.10 in support. We prevent about one message in twenty parcels, "
    "which is worth 10 cents a parcel; we ask for half of it.",
    "compared_with": "10,000 parcels a month: Parcelbird €900, a temp €3,400 in season, Tern €500. October.",
    "packages": [
        {
            "key": "shop",
            "name": "Shop",
            "for_whom": "Up to 2,000 parcels a day, one support team",
            "price": "€0.05 a parcel, monthly",
            "includes": "Forecast, messages to customers, one help desk.",
            "leaves_out": "Several warehouses: then Network.",
        },
        {
            "key": "network",
            "name": "Network",
            "for_whom": "More than one warehouse or country",
            "price": "€0.04 a parcel and €300 a month for each warehouse",
            "includes": "A forecast per depot, carriers compared, a contact who knows the carriers.",
            "leaves_out": "Own carrier fleets.",
        },
    ],
    "objections": [
        {
            "key": "season",
            "they_say": "We only need it in December.",
            "we_say": "Then you pay for December: there is no minimum. Leave it on, because the forecast learns in summer.",
            "proof": "Shops that kept it on: right for 91% instead of 84%, 212 shops",
        }
    ],
    "never_discounted": [
        {
            "key": "parcel",
            "what": "The price of a parcel",
            "why": "It is on the price page, and every shop knows another one.",
            "offer_instead": "A second free month when they begin before the season",
        }
    ],
}
