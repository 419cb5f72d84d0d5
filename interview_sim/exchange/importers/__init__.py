"""Question collections that others wrote, brought in as banks.

The way is always the same: `gathering` reads files, folders and zips within bounds,
`registry` finds which format each document is in and hands it to that format's reader,
the reader gives `Draft`s of what it understood and `Skipped`s of what it left out, and
`building` makes a bank of the drafts, which `interview_sim.bank.writing` spells as YAML.
"""
