"""How every answer protects itself in the browser: by headers, a strict policy, and nothing inline."""

import re

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def assert_protected(where, headers, text):
    assert {header: headers.get(header) for header in HEADERS} == HEADERS, where
    if "html" in headers.get("Content-Type", ""):
        assert_policy_is_strict(where, headers["Content-Security-Policy"])
        assert inline(text) == [], where


def assert_policy_is_strict(where, policy):
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert {directive: said.get(directive) for directive in STRICT} == STRICT, where
    assert "unsafe" not in policy and "*" not in policy, where


def inline(text):
    """Scripts and styles that are in the page itself; data is none."""
    scripts = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag and "application/json" not in tag]
    return scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
