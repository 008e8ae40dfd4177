"""Halden, a company that does not exist: its people, products and documents."""

from pmm_workspace.sample.content import enablement, launches, market, messaging, positioning, promises

COMPANY = "Halden"
PRODUCTS = ("Ledger", "Payables")

# Key in the stories: (e-mail, name, role). The first opens the workspace and invites the others.
PEOPLE = {
    "alva": ("admin@example.com", "Alva", "admin"),
    "maya": ("pmm@example.com", "Maya", "pmm"),
    "tomas": ("pmm2@example.com", "Tomas", "pmm"),
    "priya": ("pm@example.com", "Priya", "pm"),
    "sam": ("rep@example.com", "Sam", "rep"),
    "lena": ("rep2@example.com", "Lena", "rep"),
}
# These people exist in the sample only, and so does their password.
PASSWORD = "close-in-3-days"  # noqa: S105

# Whatever others refer to is told first.
STORIES = (
    *(*promises.PROOFS, *market.STORIES, *promises.PROMISES),
    *(*positioning.STORIES, *messaging.STORIES, *enablement.STORIES, *launches.STORIES),
)
INTEL = market.INTEL
