"""One slide of a pack on the page: drawings and styles of its own, which Streamlit's HTML would take out.

The slide comes from `slide_page`, which escapes every value; nothing else is put in as HTML.
"""

import streamlit as st
from streamlit.components import v2

from lib.model.pack import Shape

CSS = """
.place { overflow-x: auto; border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); }
.place:focus-visible { outline: 2px solid var(--st-primary-color); }
@media (max-width: 40rem) { .place > .slide { min-width: 36rem; } }
"""
"""On a phone a slide keeps a width at which it can be read and moves sideways."""

JS = """
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector('.place');
  const style = Object.assign(document.createElement('style'), { textContent: data.style });
  place.setAttribute('aria-label', data.name);
  place.innerHTML = data.html;
  place.prepend(style);
}
"""

_PREVIEW = v2.component("slide_preview", html='<div class="place" role="region" tabindex="0"></div>', css=CSS, js=JS)


def shown(name: str, html: str, style: str, shape: Shape) -> None:
    """A slide as `slide_html` gives it, with its style; `name` is read aloud.

    The room of its shape is kept before it is drawn; style.css has the shapes.
    """
    with st.container(key=f"pack_slide_{shape.value}"):
        _PREVIEW(key="slide_of_pack", data={"name": name, "html": html, "style": style})
