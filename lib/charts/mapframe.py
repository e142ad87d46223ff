"""The part of a map that runs in the reader's browser: its frame, its drawing functions and its accessibility.

The frame is drawn once and stays the same while filters change; layers only call `regionMap.areas`,
`regionMap.shapes` and `regionMap.points` with data. So a change of a filter sends a few kilobytes (or the borders of
municipalities, where they are drawn) and neither re-mounts the map nor loses the place the reader looks at.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import folium
from folium.template import Template

from lib.charts.style import FONT_FAMILY, Palette

TEMPLATE_MARK = re.compile(r"\{(?=[{%#])")
"""Where a template would take what follows for its own; in JSON that stands only inside texts."""


def script_value(value: object) -> str:
    """A value as JavaScript that is safe inside a script element and inside a template.

    streamlit-folium renders what it is given as a Jinja template once more: text of the data must not be run there.
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return TEMPLATE_MARK.sub(r"\\u007b", written)


class MapFrame(folium.MacroElement):
    """Outlines, labels for assistive technology, zoom with words, fitting to the container, drawing functions."""

    _template = Template("""
        {% macro header(this, kwargs) %}<style>{{ this.css }}</style>{% endmacro %}
        {% macro script(this, kwargs) %}
        window.regionMap = (function (map, shapes, words, look) {
            document.documentElement.lang = words.lang;
            if (window.frameElement) { window.frameElement.title = words.title; }
            document.querySelectorAll('meta[name="viewport"]').forEach(function (view) {
                view.content = "width=device-width, initial-scale=1";
            });
            var box = map.getContainer();
            box.setAttribute("role", "region");
            box.setAttribute("aria-label", words.title + ". " + words.help);
            // Leaflet takes the focus when the mouse goes down; were the page to scroll, the click would miss its area.
            box.focus = function () { HTMLElement.prototype.focus.call(box, {preventScroll: true}); };
            map.attributionControl.setPrefix(false);
            if (words.attribution) { map.attributionControl.addAttribution(words.attribution); }
            else { map.attributionControl.remove(); }
            L.control.zoom({zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut}).addTo(map);
            if (L.Browser.mobile) { map.dragging.disable(); }
            var land = L.geoJSON(
                Object.keys(shapes).map(function (code) {
                    return {type: "Feature", properties: {}, geometry: shapes[code]};
                }),
                {interactive: false, style: {color: look.border, weight: 1, fillColor: look.land,
                                             fillOpacity: look.opacity}}).addTo(map);
            var moved = false, fitting = false;
            function fit() {
                if (moved || !box.clientWidth) { return; }
                fitting = true;
                map.invalidateSize({pan: false});
                map.fitBounds(land.getBounds(), {padding: [6, 6], animate: false});
                fitting = false;
            }
            map.on("dragstart zoomstart", function () { if (!fitting) { moved = true; } });
            map.setMaxBounds(land.getBounds().pad(0.6));
            new ResizeObserver(fit).observe(box);
            fit();
            var clicks = 0, refocus = null;
            function tagged(layer, tag, tip) {
                layer.bindTooltip("<span hidden>#" + tag + " </span>" + tip,
                                  {sticky: true, className: "region-tip", direction: "auto"});
                layer.on("click", function () {
                    clicks += 1;
                    layer.setTooltipContent("<span hidden>#" + tag + ":" + clicks + " </span>" + tip);
                });
            }
            function hatch(element, colour, ground) {
                var svg = element.ownerSVGElement, id = "hatch" + colour.slice(1) + ground.slice(1);
                if (!svg.getElementById(id)) {
                    var defs = document.createElementNS(svg.namespaceURI, "defs");
                    defs.innerHTML = '<pattern id="' + id + '" width="7" height="7" patternUnits="userSpaceOnUse" '
                        + 'patternTransform="rotate(45)"><rect width="7" height="7" fill="' + ground + '"/>'
                        + '<rect width="1.5" height="7" fill="' + colour + '"/></pattern>';
                    svg.appendChild(defs);
                }
                element.setAttribute("fill", "url(#" + id + ")");
                element.setAttribute("fill-opacity", "1");
            }
            function label(position, text) {
                var mark = L.marker(position, {interactive: false, keyboard: false, zIndexOffset: 9000, icon: L.divIcon(
                    {className: "region-label", html: "<span>" + text + "</span>", iconSize: [0, 0]})});
                mark.on("add", function () { mark.getElement().setAttribute("aria-hidden", "true"); });
                return mark;
            }
            function area(group, code, mark) {
                var shape = L.geoJSON(shapes[code]).getLayers()[0];
                var rings = shape.getLatLngs(), outer = Array.isArray(rings[0][0]) ? rings[0][0] : rings[0];
                var centre = L.PolyUtil.polygonCenter(outer, map.options.crs);
                shape.setStyle({color: mark.line, weight: 1.5, dashArray: mark.dashed ? "5 4" : null,
                                fill: !mark.open, fillColor: mark.fill, fillOpacity: look.opacity,
                                className: "region-area"});
                tagged(shape, "orp:" + code, mark.tip);
                shape.on("add", function () {
                    var element = shape.getElement();
                    if (mark.hatched && !mark.open) { hatch(element, mark.line, mark.fill); }
                    element.setAttribute("tabindex", "0");
                    element.setAttribute("role", "button");
                    element.setAttribute("aria-label", mark.spoken);
                    element.setAttribute("aria-pressed", mark.selected ? "true" : "false");
                    element.addEventListener("keydown", function (event) {
                        if (event.key !== "Enter" && event.key !== " ") { return; }
                        event.preventDefault();
                        refocus = code;
                        shape.fire("click", {latlng: centre});
                    });
                    if (refocus === code) { refocus = null; setTimeout(function () { element.focus(); }, 0); }
                });
                group.addLayer(shape);
                if (mark.text) { group.addLayer(label(centre, mark.text)); }
            }
            return {
                areas: function (group, marks) {
                    marks.forEach(function (mark) { area(group, mark.code, mark); });
                    // The outline of the chosen area is a path of its own, so that the order of Tab never changes.
                    // Its casing in the colour of the page makes it stand out on pale and on dark ground.
                    marks.filter(function (mark) { return mark.selected; }).forEach(function (mark) {
                        [[look.page, 8], [look.focus, 3.5]].forEach(function (stroke) {
                            group.addLayer(L.geoJSON(shapes[mark.code], {interactive: false, style: {
                                color: stroke[0], weight: stroke[1], fill: false}}).getLayers()[0]);
                        });
                    });
                },
                shapes: function (group, looks, marks) {
                    marks.forEach(function (mark) {
                        var drawn = looks[mark[1]];
                        var shape = L.geoJSON(mark[0]).getLayers()[0];
                        shape.setStyle({color: look.border, weight: 0.7, fillColor: drawn.fill,
                                        fillOpacity: look.opacity, className: "region-place"});
                        tagged(shape, mark[2], mark[3]);
                        shape.on("add", function () {
                            var element = shape.getElement(), drawing = element.parentNode;
                            // Under the outlines of the areas, so that these, their focus and the chosen one are seen.
                            drawing.insertBefore(element, drawing.querySelector("path.region-area"));
                            if (drawn.hatched) { hatch(element, drawn.line, drawn.fill); }
                            element.setAttribute("aria-hidden", "true");
                        });
                        group.addLayer(shape);
                    });
                },
                points: function (group, glyphs, marks) {
                    marks.forEach(function (mark) {
                        var icon = L.divIcon({className: "region-point", html: mark[5] || glyphs[mark[2]],
                                              iconSize: [mark[3], mark[3]]});
                        var point = L.marker([mark[0], mark[1]], {
                            keyboard: false, icon: icon, zIndexOffset: 4000 - 40 * mark[3]});
                        tagged(point, mark[4], mark[6]);
                        point.on("add", function () { point.getElement().setAttribute("aria-hidden", "true"); });
                        group.addLayer(point);
                    });
                }
            };
        })({{ this._parent.get_name() }}, {{ this.shapes }}, {{ this.words }}, {{ this.look }});
        {% endmacro %}
    """)

    def __init__(
        self, shapes: Mapping[str, Mapping[str, Any]], words: Mapping[str, str], colours: Palette, *, opacity: float,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "MapFrame"
        self.css = _css(colours)
        self.shapes = script_value(dict(shapes))
        self.words = script_value(dict(words))
        self.look = script_value({
            "border": colours.border, "land": colours.land, "focus": colours.focus, "page": colours.background,
            "opacity": opacity,
        })


class LayerData(folium.MacroElement):
    """One call of a drawing function of the frame with the data of a layer."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        window.regionMap.{{ this.call }}({{ this._parent.get_name() }}, {{ this.arguments }});
        {% endmacro %}
    """)

    def __init__(self, call: str, *arguments: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "LayerData"
        self.call = call
        self.arguments = ", ".join(script_value(argument) for argument in arguments)


def _css(colours: Palette) -> str:
    page, text = colours.background, colours.text
    return f"""
        html, body {{ background: {page}; color-scheme: {colours.theme}; margin: 0; }}
        .leaflet-container {{ background: {page}; font-family: {FONT_FAMILY}; outline-offset: -2px; }}
        .leaflet-container:focus-visible {{ outline: 2px solid {colours.focus}; }}
        path.region-area {{ cursor: pointer; outline: none; }}
        path.region-area:hover {{ stroke-width: 3px; }}
        path.region-area:focus-visible {{ stroke: {colours.focus}; stroke-width: 5px; }}
        .region-label span {{ position: absolute; transform: translate(-50%, -50%); white-space: nowrap;
            font: 600 13px {FONT_FAMILY}; color: {text}; background: {page}; border-radius: 3px; padding: 0 4px;
            line-height: 18px; font-variant-numeric: tabular-nums; }}
        .region-point svg {{ display: block; width: 100%; height: 100%; overflow: visible; }}
        .leaflet-tooltip.region-tip {{ background: {page}; color: {text}; border: 1px solid {colours.border};
            box-shadow: none; font: 14px/1.4 {FONT_FAMILY}; white-space: normal; width: max-content;
            max-width: 240px; }}
        .leaflet-tooltip.region-tip::before {{ display: none; }}
        .leaflet-bar a, .leaflet-bar a:hover, .leaflet-bar a.leaflet-disabled {{ background: {page}; color: {text};
            border-color: {colours.border}; }}
        .leaflet-bar a:focus-visible {{ outline: 3px solid {colours.focus}; outline-offset: -3px; }}
        .leaflet-control-attribution.leaflet-control {{ background: {page}; color: {colours.muted}; font-size: 12px; }}
        @media (max-width: 480px) {{ .region-label span {{ font-size: 11px; padding: 0 2px; line-height: 14px; }} }}
    """
