"""How much is too much. Stated once, named in every refusal."""

MAX_TEXT = 100_000  # characters of one field
MAX_ITEMS = 500  # items of one list
MAX_ID = 2**63 - 1  # the largest number that a row can have
