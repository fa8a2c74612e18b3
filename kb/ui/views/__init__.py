"""One module a page: what it asks the facade for, and in which order it is shown."""
