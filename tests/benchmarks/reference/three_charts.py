"""A plain page with three bar charts of ten bars, all of which change with the selection."""

import gc

import plotly.graph_objects as go
import streamlit as st

if not gc.get_freeze_count():
    gc.freeze()  # as the dashboard does, so that the comparison is about drawing and not about collecting garbage

orp = st.query_params.get("orp", "")
st.title(f"Charts {orp}")
for chart in range(3):
    heights = [chart + 1 + (len(orp) + int(orp or 0) + bar) % 7 for bar in range(10)]
    figure = go.Figure(go.Bar(x=[f"area {bar}" for bar in range(10)], y=heights))
    figure.update_layout(title=f"Chart {chart}", height=300)
    st.plotly_chart(figure, key=f"chart{chart}")
