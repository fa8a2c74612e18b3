"""The HTTP API for other programs: ``kb api``. Everything under /v1 only reads."""
