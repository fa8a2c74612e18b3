"""Tests of followed searches, feeds, mails and calendars."""
