"""The MCP server for language models and agents: ``kb mcp``. Its tools and resources only read."""
