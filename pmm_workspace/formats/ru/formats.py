"""Dates as a page of this language shows them."""

DATE_FORMAT = "j E Y"
MONTH_DAY_FORMAT = "j E"
DATETIME_FORMAT = "j E Y, H:i"
SHORT_DATETIME_FORMAT = "j E, H:i"
