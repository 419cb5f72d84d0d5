"""Anki's cards: its text exports, and its packages of every age."""
