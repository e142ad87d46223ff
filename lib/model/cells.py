"""What cells of derived tables are told by: the area of a row, and the class of a capacity against a norm."""

from enum import StrEnum

from lib.model.fields import code, text


class GapClass(StrEnum):
    """Coverage index against the norm; limits 0.50, 0.75, 0.90 and 1.10 belong to the better class."""

    SEVERE = "severe"
    LOW = "low"
    SLIGHTLY_LOW = "slightly_low"
    IN_LINE = "in_line"
    ABOVE = "above"
    WHITE_SPOT = "white_spot"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


AREA = (code("orp_code", "Kód ORP", "ORP code"), text("orp_name", "Území", "Area"))
