"""Installer errors that say what failed, why, and what to do."""
