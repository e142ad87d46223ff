"""Filters live in the URL: each is declared once, read from the query, and written back when a widget changes.

The URL carries codes, not labels, so a link means the same in both languages. Streamlit drops query parameters on a
change of page; what was chosen is therefore also remembered for the session and put back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.model.assumptions import Parameter, written_overrides
from lib.model.selection import CapacityScope, Norm, Selection
from lib.store.releases import Purpose, Release
from lib.text.formats import FIRST_DAY, LAST_DAY
from lib.text.formats import date as date_text
from lib.text.formats import number as decimal
from lib.text.messages import Words
from lib.ui.asked import LONGEST, TODAY, Choices, Problem
from lib.ui.keys import LOCAL, SHARED
from lib.ui.written import plain


def shared_query(page_key: str) -> dict[str, str]:
    """The shared keys of this run: the URL as it is, or, after a change of page, the URL over what was remembered."""
    written = st.query_params.to_dict()
    in_url = {key: written[key] for key in SHARED if key in written}
    if st.session_state.get("page") not in (None, page_key):
        remembered: dict[str, str] = st.session_state.get("shared", {})
        restored = {key: value for key, value in remembered.items() if key not in in_url}
        if restored:
            st.query_params.update(restored)
        in_url = {**remembered, **in_url}
    st.session_state["page"] = page_key
    st.session_state["shared"] = in_url
    return in_url


def write_query(key: str, value: str | None) -> None:
    """Put one key into the URL, or take it out when it has its default.

    A newly chosen area is also the one to be taken apart, whichever cell was open before.
    """
    if key == "orp" and "bunka" in st.query_params:
        del st.query_params["bunka"]
    if value is None:
        if key in st.query_params:
            del st.query_params[key]
    else:
        st.query_params[key] = value
    shared: dict[str, str] = dict(st.session_state.get("shared", {}))
    if key in SHARED:
        shared.pop(key, None)
        if value is not None:
            shared[key] = value
        st.session_state["shared"] = shared


def write_missing(values: Mapping[str, str]) -> bool:
    """Put those of the keys into the URL that it does not have; whether there were any."""
    missing = {key: value for key, value in values.items() if key not in st.query_params}
    if missing:
        st.query_params.update(missing)
        shared = {key: value for key, value in missing.items() if key in SHARED}
        st.session_state["shared"] = {**st.session_state.get("shared", {}), **shared}
    return bool(missing)


def query_state() -> str:
    """What the URL says, as one text: only keys the pages know, each as written or, where it is long, as its digest.

    Two values that differ anywhere have two states: the end of a value too long may decide what is used of it.
    """
    written = st.query_params.to_dict()  # read once: every single look costs as much
    known = ((key, written[key]) for key in (*SHARED, *LOCAL) if key in written)
    return repr([(key, value if len(value) <= LONGEST else sha256(value.encode(errors="surrogatepass")).hexdigest())
                 for key, value in known])


def carried(changes: Mapping[str, str]) -> dict[str, str]:
    """The query of a link to another page: what is shared now, with the changes."""
    shared: dict[str, str] = st.session_state.get("shared", {})
    return {**shared, **changes}


def link(changes: Mapping[str, str]) -> str:
    """The address of this page with the shared selection and the changes, for links inside tables."""
    return "?" + urlencode(carried(changes))


def lasting_link(words: Words, chosen: Selection) -> None:
    """A link to this very state."""
    st.markdown(f"[{words('Lasting link to this state')}]({pinned(chosen)})")


def pinned(chosen: Selection) -> str:
    """The query of this very state: with the day and the release in it, it shows the same numbers in a year."""
    written = st.query_params.to_dict()
    kept = {key: written[key] for key in LOCAL if key in written}
    dates = {"k": chosen.at.valid_on.isoformat(), "znamo": str(chosen.at.known_at)}
    return "?" + urlencode(carried({**kept, **dates}))


def local(key: str, allowed: Sequence[str], default: str) -> str:
    """The value of a key that belongs to one page (measure, card, tab); an unknown value is the default."""
    written = st.query_params.get(key, default)
    return written if written in allowed else default


def local_problems(allowed: Mapping[str, Sequence[str]], shown: str) -> tuple[Problem, ...]:
    """Keys of one page whose value in the URL is not one of those allowed; `shown` is what is used instead."""
    return tuple(
        Problem(key, written[:60], shown)
        for key, values in allowed.items()
        for written in [st.query_params.get(key, "")]
        if written and written not in values
    )


def local_link(changes: Mapping[str, str | None], keys: Sequence[str]) -> str:
    """The address of this page as it is, with the page's own `keys` kept too; None takes a key out."""
    written = st.query_params.to_dict()
    kept = {key: written[key] for key in keys if key in written}
    wanted = {**carried(kept), **changes}
    return "?" + urlencode({key: value for key, value in wanted.items() if value is not None})


def _store(key: str, widget: str, to_url: Callable[[Any], str | None], clears: tuple[str, ...]) -> None:
    write_query(key, to_url(st.session_state[widget]))
    for other in clears:
        write_query(other, None)


def _bound(
    key: str, value: object, to_url: Callable[[Any], str | None], suffix: str = "", clears: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Arguments that tie a widget to a key: the URL's value goes in now, a change goes out before the next run.

    The language is part of the widget's name: Streamlit keeps the label a choice had, and a label of the other language
    is no choice here.
    """
    lang = st.session_state.get("shared", {}).get("lang", "cs")
    widget = f"filter_{key}{suffix}_{lang}"
    if widget not in st.session_state or st.session_state[widget] != value:
        st.session_state[widget] = value
    return {"key": widget, "on_change": _store, "args": (key, widget, to_url, clears)}


def select(
    label: str,
    key: str,
    options: Mapping[str, str],
    value: str | None,
    *,
    none_label: str | None = None,
    default: str | None = None,
    help: str | None = None,
    suffix: str = "",
    clears: tuple[str, ...] = (),
) -> None:
    """A select box over codes with their names; `none_label` adds the choice of nothing.

    `suffix` tells two boxes of one page apart that choose the same key. `clears` are keys whose values mean nothing
    beside another choice.
    """
    codes: list[str] = [*([""] if none_label is not None else []), *options]
    st.selectbox(
        label,
        codes,
        help=help,
        format_func=lambda code: (none_label or "") if code == "" else options[code],
        **_bound(key, value or "", lambda code: code if code in options and code != default else None, suffix, clears),
    )


def several(
    label: str, key: str, options: Mapping[str, str], value: Sequence[str], *, nothing: str | None, placeholder: str
) -> None:
    """A box for several of the codes with their names, in the URL with commas; `nothing` stands there for none."""
    st.multiselect(
        label,
        list(options),
        format_func=lambda code: options[code],
        placeholder=placeholder,
        **_bound(key, list(value), lambda codes: ",".join(sorted(codes)) or nothing),
    )


def segments(
    label: str, key: str, options: Mapping[str, str], value: str, *, default: str, visible: bool = True
) -> None:
    """A segmented control over codes with their names; there is always one chosen."""
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        required=True,
        label_visibility="visible" if visible else "collapsed",
        **_bound(key, value, lambda code: code if code in options and code != default else None),
    )


def search(label: str, key: str, placeholder: str) -> str:
    """A search field kept in the URL; at most 80 characters are used."""
    value = st.query_params.get(key, "")[:80]
    st.text_input(
        label,
        placeholder=placeholder,
        max_chars=80,
        type="search",
        **_bound(key, value, lambda written: (written or "").strip() or None),
    )
    return value.strip()


def switch(label: str, key: str, value: bool) -> None:
    """A yes-or-no choice, in the URL as "ano" when it is on."""
    st.toggle(label, **_bound(key, value, lambda on: "ano" if on else None))


def number(label: str, key: str, written: str, help: str | None = None) -> None:
    """A positive number kept in the URL, empty when it is not set.

    A field of text, because the browser's own field of numbers drops the decimal comma: 20,5 became 205. What is no
    number goes into the URL as written and is told like any other unusable value.
    """
    st.text_input(
        label,
        max_chars=12,
        help=help,
        **_bound(key, written, lambda typed: (typed or "").strip().replace(",", ".") or None),
    )


def area(words: Words, choices: Choices, chosen: Selection) -> None:
    """The area: the whole region or one ORP."""
    select(words("Area"), "orp", choices.areas, chosen.orp, none_label=words("Whole region"))


def valid_on(words: Words, choices: Choices, chosen: Selection) -> None:
    """The day the facts held: chips for the named states of the data, and any other day."""
    chips = {state.isoformat(): date_text(state, words.lang) for state in choices.states} | {TODAY: words("today")}
    default = TODAY if choices.default_day is None else choices.default_day.isoformat()
    day = chosen.at.valid_on
    written = TODAY if st.query_params.get("k", default) == TODAY else day.isoformat()
    st.pills(
        words("Valid on"),
        list(chips),
        format_func=lambda code: chips[code],
        help=words("The day the plans, services and reports are looked at."),
        **_bound(
            "k", written if written in chips else None, lambda code: None if code in (None, default) else code, "_chip"
        ),
    )
    if day in choices.states:
        st.caption(plain(choices.states[day]))
    any_day(words("Another day"), "k", day, default)


def any_day(label: str, key: str, value: date | None, default: str | None, help: str | None = None) -> None:
    """A day kept in the URL as an ISO date."""
    st.date_input(
        label,
        None,
        format="DD.MM.YYYY",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        help=help,
        **_bound(
            key, value, lambda day: None if day is None or day.isoformat() == default else day.isoformat(), "_day"
        ),
    )


def release(words: Words, releases: Sequence[Release], chosen: Selection) -> None:
    """The published release to look at; drawn only when there is more than one.

    Declarations are many and small: of them only the newest and the chosen one are listed.
    """
    listed = [each for each in releases if each.purpose != Purpose.DECLARATION or each == releases[-1]
              or each.number == chosen.at.known_at]
    if len(listed) > 1:
        names = {
            str(each.number): f"{each.number} · {date_text(each.published_at.date(), words.lang)}" for each in listed
        }
        select(words("Known at (release)"), "znamo", names, str(chosen.at.known_at), default=str(releases[-1].number))


def language(words: Words) -> None:
    """Czech or English."""
    segments(words("Language"), "lang", {"cs": "Česky", "en": "English"}, words.lang, default="cs", visible=False)


def norm(words: Words, chosen: Selection, offered: Iterable[Norm] = Norm) -> None:
    """The norm capacity is compared with, one of those offered."""
    select(
        words("Norm"),
        "norma",
        {norm.value: words.label("norm", norm.value) for norm in offered},
        chosen.norm.value,
        default=Norm.REGION_MEAN.value,
        help=words("What each area's capacity is compared with."),
    )


def own_rate(words: Words, chosen: Selection) -> None:
    """The user's own norm, asked for when that is the norm and a type is chosen for which it counts."""
    if chosen.norm is Norm.OWN and chosen.service_type is not None:
        number(
            words("Own value per 1,000"),
            "cil",
            "" if chosen.own_rate is None else decimal(chosen.own_rate, words.lang),
            words("Units per 1,000 persons of the denominator group of the chosen service type."),
        )


def scope(words: Words, chosen: Selection) -> None:
    """Capacity in the basic network, or everything registered."""
    segments(
        words("Capacity"),
        "kapacita",
        {scope.value: words.label("scope", scope.value) for scope in CapacityScope},
        chosen.scope.value,
        default=CapacityScope.NETWORK.value,
    )


def service_type(words: Words, choices: Choices, chosen: Selection) -> None:
    select(words("Service type"), "sluzba", choices.service_types, chosen.service_type, none_label=words("All types"))


def target_group(words: Words, choices: Choices, chosen: Selection) -> None:
    select(words("Target group"), "skupina", choices.target_groups, chosen.target_group, none_label=words("All groups"))


def assumption(words: Words, chosen: Selection, parameter: Parameter, usual: str) -> None:
    """The reader's own base value of an assumption, for every service type; empty: that of the set, which is `usual`.

    What is no number goes into the URL as written and is told like any other unusable value.
    """
    own = dict(chosen.overrides)

    def written(typed: str) -> str | None:
        others = {name: value for name, value in own.items() if name != parameter}
        text = (typed or "").strip().replace(",", ".")
        parts = [written_overrides(others)] if others else []
        return ",".join([*parts, f"{parameter.value}:{text}"] if text else parts) or None

    label = words.label("parameter", parameter.value)
    st.text_input(
        label[:1].upper() + label[1:],
        max_chars=12,
        placeholder=usual,
        **_bound("upravy", decimal(own[parameter], words.lang, significant=6) if parameter in own else "", written,
                 f"_{parameter.value}"),
    )


def assumption_set(words: Words, choices: Choices, chosen: Selection, suffix: str = "") -> None:
    """The named set of assumptions; `suffix` tells boxes on one page apart."""
    select(words("Set of assumptions"), "predpoklady", choices.assumptions, chosen.assumptions,
           default=choices.default_assumptions, suffix=suffix)


def days(
    label: str, key: str, offered: Sequence[date], chosen: date | None, words: Words, *, suffix: str = "_chip"
) -> None:
    """Days as chips beside the field for any day of the same key; none is lit when another day is chosen.

    `suffix` tells two rows of chips of one page apart that choose the same key.
    """
    chips = {day.isoformat(): date_text(day, words.lang) for day in offered}
    written = None if chosen is None or chosen not in offered else chosen.isoformat()
    bound = _bound(key, written, lambda code: code, suffix)
    st.pills(label, list(chips), format_func=lambda code: chips[code], **bound)


def compare_on(words: Words, chosen: Selection) -> None:
    """The second date; empty means no comparison."""
    any_day(
        words("Compare with"),
        "srovnani",
        chosen.compare_on,
        None,
        words("The earlier or later day the chosen one is compared with."),
    )
