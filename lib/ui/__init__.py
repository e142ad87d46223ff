"""The only Streamlit in lib: the frame of a page, the filters in the URL, the cached calls and the widgets."""
