"""Followed searches: finding what is new after a build, and telling it as a feed and by e-mail."""
