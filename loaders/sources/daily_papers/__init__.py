"""Hugging Face Daily Papers: API replies, saved pages and text."""
