"""The channel of a visit, told by the source and the medium of its campaign parameters."""

from metrics.parsing import sql
from metrics.parsing.sources.preset import Computed

PAID = ("cpc", "ppc", "cpv", "retargeting", "paid", "paidsearch", "paid-search", "paid_search")
PAID_SOCIAL = ("paidsocial", "paid-social", "paid_social")
SOCIAL = (
    *("facebook", "fb", "instagram", "ig", "linkedin", "lnkd.in", "twitter", "x", "t.co", "reddit", "tiktok"),
    *("youtube", "pinterest", "snapchat", "quora", "vk", "telegram", "wechat", "weibo"),
    *("facebook.com", "linkedin.com", "instagram.com"),
)
SEARCH = ("google", "bing", "yahoo", "duckduckgo", "baidu", "yandex", "ecosia", "google.com", "bing.com")
DISPLAY = ("display", "banner", "interstitial", "cpm", "expandable")
MEANT = {
    "organic": "organic search",
    "seo": "organic search",
    "social": "organic social",
    "social-network": "organic social",
    "sm": "organic social",
    "e-mail": "email",
    "newsletter": "email",
    "affiliates": "affiliate",
    "link": "referral",
    "(direct)": "direct",
}


def channel(source: str, medium: str, *groups: str) -> Computed:
    """A channel that was named in so many words counts; else source and medium are put into the usual groups."""
    said = ", ".join(f"{{{number}}}" for number in range(2, 2 + len(groups))) or "NULL"
    return Computed(f"coalesce({said}, {_grouped('lower({0})', 'lower({1})')})", (source, medium, *groups))


def _grouped(source, medium):
    paid, social, search, display = map(_in, (PAID, SOCIAL, SEARCH, DISPLAY))
    meant = " ".join(f"WHEN {sql.text(word)} THEN {sql.text(group)}" for word, group in MEANT.items())
    return f"""CASE
        WHEN {medium} {display} THEN 'display'
        WHEN {medium} {_in(PAID_SOCIAL)} OR ({medium} {paid} AND {source} {social}) THEN 'paid social'
        WHEN {medium} {paid} THEN 'paid search'
        WHEN {medium} IS NULL AND {source} {social} THEN 'organic social'
        WHEN {medium} IS NULL AND {source} {search} THEN 'organic search'
        ELSE coalesce(CASE {medium} {meant} END, CASE {source} WHEN '(direct)' THEN 'direct' END, {medium}, {source})
    END"""


def _in(words):
    return f"IN ({', '.join(map(sql.text, words))})"
