"""Banks written in the formats of others, as far as these can hold what a bank says.

Each format is a module with one function from a bank to text; `registry` knows them by name, and
`losses` tells what a format leaves out of a given bank.
"""
