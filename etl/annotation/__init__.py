"""A report's text with each number marked by its role and the findings beside it.

What the page of an audit and the reading room share; both take it from the warehouse's own tables.
"""

from __future__ import annotations

from pathlib import Path

# How numbers of each role look: a tint, and an underline of its own, so that colour is not needed.
ROLES_CSS = Path(__file__).with_name("roles.css")
