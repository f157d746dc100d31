"""The record: events and their grammar, the writer, the query, one store per database.

Read in this order: `grammar` (what a field may hold), `event` (which fields a kind has, and the bytes that are
stored), `stores` (where the bytes lie), `writer` (how they get there before anything is forwarded), `leases` and
`recovery` (what happens when a process dies between the two records of a call), `filters` and `query` (reading).
"""
