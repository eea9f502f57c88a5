"""Hugging Face Daily Papers, in every format that it is saved in."""
