"""The vocabulary: what the tables, codes and choices of this product are called. No input or output, no Streamlit."""
