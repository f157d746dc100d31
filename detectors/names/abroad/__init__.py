"""Names in notes that families write in other languages: what stands before one, and which words are never one."""

from __future__ import annotations
