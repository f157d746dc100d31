"""Text in, findings out.

This package knows nothing of HTTP, language models, policy or settings: it may import the standard library and
numeric and NLP libraries, never `proxy` or `config`. Presidio and spaCy are touched in `presidio_bridge` alone.
"""
