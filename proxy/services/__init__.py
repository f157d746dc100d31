"""Use cases behind the faces: what a terminal command and an HTTP route do alike."""
