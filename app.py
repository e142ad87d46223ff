"""The app: `streamlit run app.py`. The server imports this file once; every visit runs it as a script."""

import streamlit as st

from lib.ui import navigation, server

if server.serving():
    app = st.App(__file__, middleware=server.MIDDLEWARE, lifespan=server.warm)
else:
    st.set_page_config(page_icon=navigation.ICON, layout="wide", initial_sidebar_state="auto")
    navigation.run()
