"""One line in, the right task out: the grammar of quick add, with no network and no guessing."""
