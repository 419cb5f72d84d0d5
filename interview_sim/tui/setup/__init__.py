"""Choosing a plan."""
