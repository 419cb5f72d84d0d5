"""The screens in a browser: who may come in, and the server."""
