"""Attachments to text: what a file is, what it says in every place, and its image bytes without metadata.

Documents are parsed in worker processes that can be killed; this process never opens one. Importing this package is
cheap: no parser is loaded here.
"""
