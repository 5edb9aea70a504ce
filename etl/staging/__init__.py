"""From a directory of reports to the staging database: verified, read, conformed, loaded at once."""
