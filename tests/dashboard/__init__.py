"""Tests of the dashboard (Streamlit AppTest and plain functions)."""
