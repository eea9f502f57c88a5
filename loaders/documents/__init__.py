"""What users name on the command line, opened, decompressed and decoded."""
