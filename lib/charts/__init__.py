"""Pictures of derived tables: palette, plotly figures, folium maps, the rug. No Streamlit, no reading of data."""
