"""Studying without a clock."""
