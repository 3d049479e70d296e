"""Looking after an installation: moving it, backups, what may be deleted, and whether all is well."""
