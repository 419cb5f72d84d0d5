"""Moodle's GIFT, a text format for quiz questions."""
