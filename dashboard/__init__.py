"""Streamlit pages that read through tracker.queries."""
