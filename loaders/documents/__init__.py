"""Open, decompress and decode the sources that users name."""
