"""The texts of papers: words, similarity, and search by words."""
