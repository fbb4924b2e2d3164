"""Lists from elsewhere, read from files: one module a format, `formats.FORMATS` names them all."""
