"""Question collections that others wrote, imported as banks.

`input_files` reads files, folders and zips within limits, `registry` finds the importer of each
document, which gives `ImportedQuestion`s and `Skipped`s, and `make_bank` makes a bank of them.
A new format is one module with an `Importer`, registered under the entry point group
`interview_sim.importers`.
"""
