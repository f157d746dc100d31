"""Rosters on disk: reading what a student information system exports, keeping digests, and nothing else, of it.

`csv_rows` reads a file strictly; `oneroster` and `plain` make persons of its rows; `ledger` holds the digests of each
person, so that a later delta can take them out again; `store` keeps one ledger per source and the one table that
detection maps.
"""

from __future__ import annotations

from typing import Final

TABLE: Final = "roster.bin"
"""Name of the file that detection maps, in a tenant's folder."""
