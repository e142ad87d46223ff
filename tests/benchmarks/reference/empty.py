"""The least a Streamlit page can be: what every rerun costs whatever we do."""

import gc

import streamlit as st

if not gc.get_freeze_count():
    gc.freeze()  # as the dashboard does, so that collecting garbage is not what is compared

st.title(f"Empty {st.query_params.get('orp', '')}")
