"""Linking a cached directory into an environment: junctions first, every way after, nothing half done."""
