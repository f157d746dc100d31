"""Server-rendered pages, their templates and assets. Nothing is loaded from elsewhere."""
