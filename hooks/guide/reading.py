"""Takes values out of a YAML mapping, notes what is missing, unknown or of the wrong kind, and goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from .problems import Problems, nearest
from .yamlfile import List, Map, Text

ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Reader:
    """One mapping of one file. Every `get` notes a problem with its line and returns something usable."""

    def __init__(self, value: Map, path: Path, problems: Problems):
        self.value, self.path, self.problems = value, path, problems

    def known(self, keys: Iterable[str]) -> None:
        """Note every name in the mapping that nothing would read."""
        keys = list(keys)
        for key in self.value:
            if key not in keys:
                self.add(key.line, f'"{key}" is not known here. {nearest(key, keys)}')

    def add(self, line: int, message: str, fix: str = "") -> None:
        self.problems.add(self.path, line, message, fix)

    def has(self, key: str) -> bool:
        return key in self.value

    def text(self, key: str, default: str | None = None) -> str:
        """A text. Missing or empty is a problem unless a default is given."""
        value = self.value.get(key)
        if value is None:
            if default is None:
                self.add(self.value.line, f'"{key}" is missing.', f"{key}: …")
            return default or ""
        if not isinstance(value, Text):
            self.add(self.value.line_of(key), f'"{key}" must be a text, not a list.', f"{key}: …")
            return ""
        if not value.strip() and default is None:
            self.add(value.line, f'"{key}" is empty. Write the text after the colon.', f"{key}: …")
        return str(value).strip()

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 1000) -> int:
        """A whole number between least and most."""
        value = self.text(key, None if default is None else str(default))
        if re.fullmatch(r"-?\d{1,9}", value) and least <= int(value) <= most:
            return int(value)
        if value:
            self.add(self.value.line_of(key), f'"{key}" must be a whole number from {least} to {most}, not "{value}".', f"{key}: {least}")
        return default or 0

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """One of the known words."""
        value = self.text(key, default)
        if value and value not in known:
            self.add(self.value.line_of(key), f'"{value}" is not a known {key}. {nearest(value, known)}')
        return value

    def yes(self, key: str) -> bool:
        """True or false; missing is false."""
        value = self.text(key, "false")
        if value not in ("true", "false"):
            self.add(self.value.line_of(key), f'"{key}" must be true or false, not "{value}".', f"{key}: true")
        return value == "true"

    def date(self, key: str, default: str | None = None) -> str:
        """A day such as 2026-11-23."""
        value = self.text(key, default)
        try:
            if value:
                date.fromisoformat(value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else "")
        except ValueError:
            self.add(self.value.line_of(key), f'"{key}" must be a date such as 2026-11-23, not "{value}".')
            return ""
        return value

    def time(self, key: str) -> str:
        """A time of day such as 09:30."""
        value = self.text(key)
        if value and not TIME.fullmatch(value):
            self.add(self.value.line_of(key), f'"{key}" must be a time such as "09:30", not "{value}".')
            return ""
        return value

    def texts(self, key: str, *, required: bool = True) -> tuple[Text, ...]:
        """A list of texts."""
        value = self.value.get(key)
        if value is None:
            if required:
                self.add(self.value.line, f'the list "{key}" is missing.', f"{key}:\n      - …")
            return ()
        if not isinstance(value, List):
            self.add(self.value.line_of(key), f'"{key}" must be a list, one line with a dash for each.', f"{key}:\n      - …")
            return ()
        found = []
        for item in value:
            if isinstance(item, Text) and item.strip():
                found.append(Text(item.strip(), item.line))
            elif isinstance(item, Text):
                self.add(item.line, f'an entry of "{key}" is empty.', "- …")
            else:
                self.add(item.line, f'each entry of "{key}" must be one text. If it has ": " in it, put it in quotes.')
        return tuple(found)

    def ids(self, key: str, known: Iterable[str] | None = None, *, required: bool = True) -> tuple[str, ...]:
        """A list of ids, each known and none twice."""
        found = self.texts(key, required=required)
        for index, item in enumerate(found):
            if item in found[:index]:
                self.add(item.line, f'"{item}" stands twice in "{key}". Delete one.')
            self._check_id(item, key, known)
        return tuple(map(str, found))

    def _check_id(self, item: Text, key: str, known: Iterable[str] | None) -> None:
        if known is not None and item not in known:
            self.add(item.line, f'"{item}" in "{key}" does not exist. {nearest(item, known)}')
        elif not ID.match(item):
            self.add(item.line, f'"{item}" is not a good id: small Latin letters, digits and hyphens only, e.g. "bus-stop".')

    def id(self, key: str = "id") -> str:
        """An id: small letters, digits, hyphens."""
        value = self.text(key)
        if value:
            self._check_id(Text(value, self.value.line_of(key)), key, None)
        return value

    def child(self, key: str, *, required: bool = True) -> Reader | None:
        """The mapping under a name."""
        value = self.value.get(key)
        if value is None:
            if required:
                self.add(self.value.line, f'"{key}" is missing.', f"{key}:")
            return None
        if not isinstance(value, Map):
            self.add(self.value.line_of(key), f'below "{key}:" a block with names and values is expected.')
            return None
        return Reader(value, self.path, self.problems)

    def children(self, key: str, *, required: bool = True) -> list[Reader]:
        """The mappings in the list under a name."""
        value = self.value.get(key)
        if value is None:
            if required:
                self.add(self.value.line, f'the list "{key}" is missing.', f"{key}:\n      - …")
            return []
        if not isinstance(value, List):
            self.add(self.value.line_of(key), f'"{key}" must be a list, one entry with a dash for each.')
            return []
        found = []
        for item in value:
            if isinstance(item, Map):
                found.append(Reader(item, self.path, self.problems))
            else:
                self.add(item.line, f'each entry of "{key}" must have names and values.')
        return found
