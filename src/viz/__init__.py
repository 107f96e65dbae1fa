"""How it is drawn: tables in, figure, map or HTML out. Knows nothing of Streamlit."""
