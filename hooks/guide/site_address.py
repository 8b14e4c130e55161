"""The address of the site: in mkdocs.yml, or in SITE_URL for whoever publishes it elsewhere."""

from __future__ import annotations

import os

DEFAULT = "https://smart-city-guide.example/"


def site_url() -> str:
    """The address of the whole site, with a slash at its end."""
    return os.environ.get("SITE_URL", DEFAULT).rstrip("/") + "/"
