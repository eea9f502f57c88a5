"""One module a source; ``loaders.forms`` lists them."""
