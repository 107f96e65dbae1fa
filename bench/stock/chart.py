"""The stock page with one Plotly chart, drawn as the manuals draw it."""

import plotly.express as px
import streamlit as st

st.plotly_chart(px.scatter(x=list(range(120)), y=[value * value % 37 for value in range(120)]))
