"""One module a source; ``loaders.formats`` lists them."""
