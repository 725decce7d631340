"""Parses statements, which NUL separates, by sqlfluff's grammar of T-SQL, and prints the fault of each that it has one of."""

import sys

from sqlfluff.core import FluffConfig, Linter

with open(sys.argv[1], encoding="utf-8") as file:
    statements = file.read().split("\0")
linter = Linter(config=FluffConfig(overrides={"dialect": "tsql", "max_parse_depth": 0}))
for index, statement in enumerate(statements):
    faults = linter.parse_string(statement + "\n").violations
    if faults:
        print(f"{index}\t{faults[0].desc()[:200]!r}")
print(f"parsed\t{len(statements)}")
