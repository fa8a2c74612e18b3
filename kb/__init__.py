"""A knowledge base of municipal case documents that answers in verbatim quotes."""
