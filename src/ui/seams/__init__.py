"""What touches the inside of Streamlit and of its components: an upgrade of them is this folder."""
