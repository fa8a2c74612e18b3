"""What programs may ask and what they get, for the HTTP API and the MCP server: one pydantic model each.

The names are those of the command line's JSON (:mod:`kb.jsonable`), which makes what is sent; the models of
replies describe it, and forbid what they do not name.
"""
