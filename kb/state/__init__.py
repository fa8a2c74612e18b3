"""What people entered and no build can make again: corrections, feedback and API keys, in one SQLite file.

It lies in a folder of its own (the setting ``state``), never in the index. Another table is added by a step
of :mod:`kb.state.migrations` and a module of its own that asks :class:`kb.state.database.StateDatabase`.
"""
