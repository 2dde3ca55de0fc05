"""Never part of the archive."""
