"""Every error the core raises, drawn once.

ShelflifeError
├── InputError            what the seller gave cannot be used (command line: exit 2)
│   ├── UnreadableFile    not a table we can read: empty, HTML, wrong type, bomb
│   ├── UnknownKind       a table, but no known report: map its columns
│   ├── ColumnMissing     a known report without a column that it needs
│   ├── NoRateInForce     no fee schedule covers this marketplace, day and item
│   └── NotEnoughData     nothing to compute from: what is missing is in the facts
└── Failure               the machine or the workspace failed (command line: exit 1)
    ├── WorkspaceBusy     another process holds the workspace file
    └── WorkspaceDamaged  the file cannot be opened or fails its check

An error carries a code and facts; `core.text.say(error, lang)` turns it into words (catalogue `error.<code>`).
"""


class ShelflifeError(Exception):
    """code: key of the sentence under `error.`; facts: what the sentence needs."""

    def __init__(self, code: str, **facts):
        super().__init__(f"{code} {facts}" if facts else code)
        self.code = code
        self.facts = facts


class InputError(ShelflifeError):
    pass


class UnreadableFile(InputError):
    pass


class UnknownKind(InputError):
    pass


class ColumnMissing(InputError):
    pass


class NoRateInForce(InputError):
    pass


class NotEnoughData(InputError):
    pass


class Failure(ShelflifeError):
    pass


class WorkspaceBusy(Failure):
    pass


class WorkspaceDamaged(Failure):
    pass
