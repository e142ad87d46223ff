"""The app: `streamlit run app.py`. Page config here, everything else one room further."""

import streamlit as st

from lib.ui import navigation

st.set_page_config(page_icon=navigation.ICON, layout="wide", initial_sidebar_state="auto")
navigation.run()
