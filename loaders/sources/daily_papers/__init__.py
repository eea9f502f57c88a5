"""Hugging Face Daily Papers, in every form that it is saved in."""
