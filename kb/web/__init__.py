"""Fetching documents from websites that an administrator named: politely, from those alone, into a folder."""
