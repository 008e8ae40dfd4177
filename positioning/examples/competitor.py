"""A filled profile of a competitor. Tern, which tracks parcels for web shops, and Parcelbird are made up."""

COMPETITOR = {
    "alternative": "rival",
    "website": "https://parcelbird.example.com",
    "one_liner": "They are a parcel tracker for large retailers, known for the widest list of carriers.",
    "where_we_meet": "In four of ten deals above 1,000 parcels a day, usually after the first demo.",
    "strengths": "Nine hundred carriers, a set-up of one day, and a tracking page that looks like the shop.",
    "weaknesses": "They sell tracking pages by the parcel. Telling a shop which carrier to leave would cost them partners.",
    "pricing_notes": "From €0.04 a parcel with a minimum of €900 a month, seen in October.",
    "they_say_about_us": "“Tern is fine for a small shop. It knows forty carriers.”",
    "facts": [
        {
            "key": "minimum",
            "fact": "The smallest plan has a minimum of €900 a month.",
            "source": "Price page",
            "source_type": "site",
            "link": "https://parcelbird.example.com/pricing",
            "seen_on": "2026-10-19",
            "confidence": "high",
        },
        {
            "key": "forecast",
            "fact": "They look for two people to build a forecast.",
            "source": "Job post “Data scientist, delivery promise”",
            "source_type": "job_post",
            "link": "https://parcelbird.example.com/jobs/118",
            "seen_on": "2026-09-02",
            "confidence": "medium",
        },
    ],
}
