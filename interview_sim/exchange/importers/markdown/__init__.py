"""Lists of questions in Markdown, in the layouts that people use."""
