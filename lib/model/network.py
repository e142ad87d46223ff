"""The network of social services: providers, services, capacities, territory, facilities and network versions."""

from enum import StrEnum

from lib.model.catalogue import Form, Unit
from lib.model.fields import SOURCE, Field, Table, amount, code, day, text, word
from lib.model.territory import Level


class NetworkLevel(StrEnum):
    """Level in the basic network: v = with reservation and a dated remedy, P = prepared, outside = not co-funded."""

    Z1 = "Z1"
    Z2 = "Z2"
    Z1V = "Z1v"
    Z2V = "Z2v"
    P = "P"
    OUTSIDE = "outside"


class NetworkState(StrEnum):
    """Whether a version of the basic network holds on a day; otherwise its capacities are not known."""

    NOT_YET = "not_yet"
    HOLDS = "holds"
    NO_LONGER = "no_longer"


IN_NETWORK = (NetworkLevel.Z1, NetworkLevel.Z2, NetworkLevel.Z1V, NetworkLevel.Z2V)


class ProviderKind(StrEnum):
    REGION = "region"
    MUNICIPALITY = "municipality"
    NGO = "ngo"
    CHURCH = "church"
    OTHER = "other"


PROVIDER = Table(
    "provider", "Poskytovatelé", "Providers", "one provider", ("ico",),
    (
        Field("ico", "code", "IČO", "Company number", pattern=r"\d{8}"),
        text("name", "Poskytovatel", "Provider"),
        word("kind", "Právní forma", "Kind", ProviderKind),
        SOURCE,
    ),
)

SERVICE = Table(
    "service", "Sociální služby", "Social services", "one registered service", ("id",),
    (
        Field("id", "code", "Identifikátor", "Identifier", pattern=r"\d{7}"),
        Field("provider_ico", "code", "IČO", "Company number", references="provider.ico", pattern=r"\d{8}"),
        code("type_code", "§", "§", "service_type.code"),
        text("name", "Název služby", "Service"),
        day("valid_from", "Poskytována od", "Provided from"),
        day("valid_to", "Poskytována do", "Provided until", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to"),
)

NETWORK_VERSION = Table(
    "network_version", "Verze základní sítě", "Versions of the basic network", "one approved version of the network",
    ("code",),
    (
        code("code", "Verze", "Version"),
        text("title", "Název", "Title"),
        day("valid_from", "Platná od", "Valid from"),
        day("valid_to", "Platná do", "Valid until", required=False),
        text("resolution", "Usnesení", "Resolution", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to"),
)

NETWORK_MEMBERSHIP = Table(
    "network_membership", "Zařazení do sítě", "Network membership", "level of one service in one version of the network",
    ("version_code", "service_id"),
    (
        code("version_code", "Verze", "Version", "network_version.code"),
        code("service_id", "Služba", "Service", "service.id"),
        word("level", "Úroveň", "Level", NetworkLevel),
        SOURCE,
    ),
)

SERVICE_CAPACITY = Table(
    "service_capacity", "Kapacity služeb", "Service capacities",
    "capacity of one form of a service in one unit, from a day until the next row of the same key",
    ("service_id", "form", "unit", "date"),
    (
        code("service_id", "Služba", "Service", "service.id"),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka", "Unit", Unit),
        day("date", "Platí od", "Holds from"),
        amount("registered", "Kapacita celkem", "All capacity", "unit", required=False),
        amount("in_network", "Kapacita v síti", "Capacity in the network", "unit", required=False),
        SOURCE,
    ),
    as_of="date",
)

SERVICE_TARGET_GROUP = Table(
    "service_target_group", "Cílové skupiny služeb", "Target groups of services", "one group a service is available to",
    ("service_id", "group_code"),
    (
        code("service_id", "Služba", "Service", "service.id"),
        code("group_code", "Cílová skupina", "Target group", "target_group.code"),
        Field("share", "number", "Podíl kapacity", "Share of capacity", unit="share", required=False, minimum=0, maximum=1),
        SOURCE,
    ),
)

SERVICE_TERRITORY = Table(
    "service_territory", "Území působnosti", "Declared territory", "one area a service declares to serve",
    ("service_id", "area_code"),
    (
        code("service_id", "Služba", "Service", "service.id"),
        code("area_code", "Kód území", "Area code"),
        word("level", "Úroveň", "Level", Level),
        Field("share", "number", "Podíl kapacity", "Share of capacity", unit="share", required=False, minimum=0, maximum=1),
        SOURCE,
    ),
)

FACILITY = Table(
    "facility", "Zařízení", "Facilities", "one place where a service is provided", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("service_id", "Služba", "Service", "service.id"),
        text("name", "Zařízení", "Facility"),
        code("municipality_code", "Kód obce", "Municipality code", "municipality.code"),
        Field("lat", "number", "Zeměpisná šířka", "Latitude", unit="degrees", required=False, minimum=48, maximum=52),
        Field("lon", "number", "Zeměpisná délka", "Longitude", unit="degrees", required=False, minimum=12, maximum=19),
        Field("secret_address", "boolean", "Utajená adresa", "Secret address"),
        day("valid_from", "Od", "From"),
        day("valid_to", "Do", "Until", required=False),
        SOURCE,
    ),
    validity=("valid_from", "valid_to"),
)

TABLES = (
    PROVIDER, SERVICE, NETWORK_VERSION, NETWORK_MEMBERSHIP, SERVICE_CAPACITY, SERVICE_TARGET_GROUP, SERVICE_TERRITORY,
    FACILITY,
)
