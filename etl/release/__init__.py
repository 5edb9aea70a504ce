"""Releases: built beside, checked, then put in place by moving one link."""
