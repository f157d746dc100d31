"""HTTP faces: thin. Each module adds its routes to the application; none decides anything."""
