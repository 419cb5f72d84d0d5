"""A model of the user's own, over any endpoint that speaks as OpenAI's does.

`client` asks it anything and gets data back; `judge` has it judge answers.
"""
