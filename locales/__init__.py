"""Message catalogs: what we say (howcome.po) and what systems say (system.po), a folder for each language."""
