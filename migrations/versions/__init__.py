"""One module a revision, named for the change it makes."""
