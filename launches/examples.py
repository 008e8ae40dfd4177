"""A filled launch brief and a filled plan to begin from. Tern, which tracks parcels for web shops, is made up."""

BRIEF = {
    "what_ships": "A shop can offer the customer of a late parcel a choice: wait, pick up, or money back.",
    "for_whom": "Shops on the Growth plan with more than 300 parcels a day; 212 of them ship with a carrier that reroutes.",
    "customer_problem": "“We know that it will be late, and then we watch.” A third of warned customers still write to support.",
    "business_reason": "Shops that act on a forecast stay: 4% leave within a year, against 11% of those who only look.",
    "tier": "t2",
    "launch_date": "2027-02-02",
    "key_message": "Do not only say that it is late: let them choose what happens.",
    "internal_communications": "Support on 19 January by the product manager, sales on 26 January with the new battlecard.",
    "risks": "Carriers refuse to reroute at short notice. We see it in the share of refused wishes; operations call the carrier.",
    "rollback": "The choice is hidden per carrier within an hour; open wishes are answered by hand. Operations decide.",
    "metrics": [
        {
            "key": "choice",
            "name": "Share of warned customers who choose",
            "baseline": "0%",
            "target": "25%",
            "due": "2027-03-31",
            "owner": "Product marketing",
        },
        {
            "key": "ask",
            "name": "Share of late parcels somebody asks about",
            "baseline": "34%",
            "target": "20%",
            "due": "2027-03-31",
            "owner": "Support",
        },
    ],
    "assets": [
        {
            "key": "mail",
            "asset": "E-mail to Growth shops: switch the choice on in one click",
            "kind": "email",
            "owner": "Product marketing",
            "due": "2027-01-19",
        },
        {
            "key": "page",
            "asset": "Page that shows the three choices on a phone",
            "kind": "landing_page",
            "owner": "Web",
            "due": "2027-01-22",
        },
    ],
    "first_30_days": [
        {
            "key": "on",
            "days": "1-7",
            "message": "Switch the choice on for one carrier and look at tomorrow's parcels.",
            "channel": "Banner in the forecast",
            "trigger": "Opened the forecast, choice still off",
            "owner": "Product marketing",
        }
    ],
    "go_no_go": [
        {
            "key": "carriers",
            "criterion": "Three carriers reroute in the test shop without a call",
            "owner": "Operations",
        }
    ],
}

PLAN = {
    "person": "The new product marketer",
    "role": "Product marketing for Growth: more shops that act on the forecast",
    "starts_on": "2027-01-11",
    "goals": [
        {
            "key": "why",
            "phase": "30",
            "goal": "We know why shops look at the forecast and do nothing",
            "why": "The launch of the choice stands on it.",
        },
        {
            "key": "words",
            "phase": "60",
            "goal": "Sales and website say the same three sentences",
            "why": "A buyer hears one promise, not three.",
        },
        {
            "key": "moves",
            "phase": "90",
            "goal": "A quarter of warned customers choose",
            "why": "Then the message can be extended to all plans.",
        },
    ],
    "tasks": [
        {
            "key": "calls",
            "phase": "30",
            "task": "Listen to twelve calls and sort what was asked",
            "output": "Table of questions",
            "evidence_of_done": "Twelve recordings linked in the table",
            "due": "2027-01-29",
        },
        {
            "key": "house",
            "phase": "60",
            "task": "Write the messaging house with sales",
            "output": "Approved house",
            "evidence_of_done": "The house is approved by the product manager",
            "due": "2027-03-05",
        },
    ],
    "promise_vs_reality": [
        {
            "key": "ahead",
            "promise": "Know two days ahead which parcels will be late.",
            "reality": "True of 91% of them; across borders of 68%.",
            "source": "Website, forecast study of October",
        }
    ],
    "inputs": [
        {
            "key": "on",
            "input": "Shops that switch the choice on in their first week",
            "why": "They stay almost three times as often.",
            "lever": "Banner and e-mail of the launch",
        }
    ],
    "rituals": [
        {
            "key": "review",
            "name": "Message review: one page, one number, one decision",
            "rhythm": "Every second Tuesday",
            "people": "Product, growth, sales; product marketing leads",
        }
    ],
}
