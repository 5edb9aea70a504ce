"""The plots' designs, written once for the whole site; each page holds only its own rows.

Vega, Vega-Lite and Vega-Embed come out of `vl-convert`, as one classic script: a module would not load
from the file system.  Expressions are interpreted (`ast`), not compiled, so the pages' content policy
need not allow code made from text.

Words in a design stand as `@word` and colours as the page's theme; `plots.js` fills in both.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from etl.site.model import Attainment

_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_ROWS = ("data", "datasets", "config")
WIDE, NARROW, MAP = 260, 130, 340  # heights in pixels; the width is the page's


@cache
def vega_script() -> str:
    """Vega-Embed and what it needs, as a classic script that adds nothing but its own names to the page."""
    import vl_convert

    return f'(function () {{\n"use strict";\n{vl_convert.javascript_bundle(_SNIPPET)}\n}})();\n'


@cache
def designs() -> dict[str, dict[str, Any]]:
    """A Vega-Lite specification without rows for each kind of plot."""
    return {
        name: {key: value for key, value in chart.to_dict().items() if key not in _ROWS}
        for name, chart in _charts().items()
    }


def _charts() -> dict[str, Any]:
    import altair as alt

    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))

    def drawn(ticks: int, height: int, *own: Any) -> Any:
        axis = alt.Axis(title=None, tickCount=ticks, format=",.6~g")
        base = alt.Chart(alt.InlineData(values=[])).encode(
            year, alt.Y("amount:Q", axis=axis, scale=alt.Scale(zero=False)), *own
        )

        def tip(title: str) -> list[Any]:
            place = [alt.Tooltip("place:N", title="@place")] if own else []
            return [
                *place,
                alt.Tooltip("year:O", title="@year"),
                alt.Tooltip("amount:Q", title=title, format=",.10~g"),
            ]

        results = (
            base.transform_filter("!datum.plan").mark_line(point={"size": 45}).encode(tooltip=tip("@result"))
        )
        plans = (
            base.transform_filter("datum.plan")
            .mark_point(shape="diamond", size=70, filled=False, strokeWidth=1.5)
            .encode(tooltip=tip("@plan"))
        )
        return (results + plans).properties(width="container", height=height)

    places = alt.Color("place:N", title=None, legend=alt.Legend(orient="bottom"))
    point = alt.Chart(alt.InlineData(values=[])).encode(
        longitude="lon:Q", latitude="lat:Q", tooltip=[alt.Tooltip("name:N", title="@place")]
    )
    units = (
        point.transform_filter("!datum.told").mark_circle(size=30, opacity=0.45),
        point.transform_filter("datum.told").mark_circle(size=110, opacity=0.9).encode(href="href:N"),
        point.transform_filter("datum.told && datum.above")
        .mark_text(dy=-13, fontSize=12)
        .encode(text="name:N"),
        point.transform_filter("datum.told && !datum.above")
        .mark_text(dy=15, fontSize=12)
        .encode(text="name:N"),
    )
    return {
        "trend": drawn(3, NARROW),
        "places": drawn(5, WIDE, places),
        "map": alt.layer(*units).project("mercator").properties(width="container", height=MAP),
    }


def plot_rows(row: Attainment, **beside: str) -> list[dict[str, Any]]:
    """The result and the plan of a year as rows for a plot; floating point is good enough to draw."""
    return [
        {**beside, "year": row.year, "amount": float(amount), "plan": is_plan}
        for amount, is_plan in ((row.value, False), (row.target, True))
        if amount is not None and row.year is not None
    ]
