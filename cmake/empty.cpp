// A module whose sources are still to come compiles this, since a library needs one source.
