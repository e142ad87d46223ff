"""Words of the field in plain language, for the page on methods."""

from lib.text.messages import Words


def glossary(words: Words) -> tuple[tuple[str, str], ...]:
    """Terms with their meaning, in the order in which a newcomer meets them."""
    return (
        (words("ORP"), words("The area of a municipality with extended powers; the region has ten of them.")),
        (words("Community plan"), words("A plan of social services made by one or more municipalities together with providers and users.")),
        (words("Action plan"), words("What of a community plan is to be done in one year.")),
        (words("SPRSS"), words("The region's medium-term plan for the development of social services, made for three to four years.")),
        (words("Activity card"), words("One activity of the medium-term plan with its goal, period, responsible body and funding.")),
        (words("Guarantor"), words("The role at the regional office that answers for a card and reports its progress.")),
        (words("Basic network"), words("Services the region holds necessary and co-finances; levels Z1 and Z2, v means with a reservation, P means prepared.")),
        (words("Capacity"), words("What a service can provide at once: beds, or full-time equivalents of direct care.")),
        (words("Registered capacity"), words("Everything providers have registered, in the network or outside it.")),
        (words("Norm"), words("What capacity is compared with: the region's mean, the median ORP, the best third, a national value, or your own.")),
        (words("Coverage index"), words("Capacity divided by the need that follows from the norm; 1.00 is exactly the norm.")),
        (words("White spot"), words("An area with people of the group but no capacity of the type at all.")),
        (words("KKS"), words("The regional coordination structure for planning; its highest body K10 brings together the ten municipalities with extended powers.")),
        (words("Unknown"), words("Nobody has reported the value. It is never read as zero.")),
    )
