"""A Markdown extension: wraps each section in <section>, names footnotes for screen readers, lets wide tables scroll."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class Sections(Extension):
    """`words` are the `guide` words of the interface; `language` and `direction` are those of the page."""

    def __init__(self, **settings):
        self.config = {
            "words": [{}, "interface words for chapters"],
            "language": ["en", "language of the page"],
            "direction": ["ltr", "direction of the page"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Markdown's)
        # After footnotes (50) and attribute lists (8), so that both are in the tree.
        md.treeprocessors.register(_Wrap(md, self.getConfigs()), "guide-sections", 1)


class _Wrap(Treeprocessor):
    def __init__(self, md: Markdown, settings: dict):
        super().__init__(md)
        self.words, self.language, self.direction = settings["words"], settings["language"], settings["direction"]

    def run(self, root: ET.Element) -> None:
        self._wrap_sections(root)
        self._name_footnotes(root)
        self._wrap_tables(root)

    def _wrap_sections(self, root: ET.Element) -> None:
        children, current = list(root), None
        for child in children:
            if child.tag == "h2":
                current = ET.Element("section", {"class": "part", "data-part": child.get("id", "")})
                if "english" in child.get("class", "").split():
                    current.set("lang", "en")
                    current.set("dir", "ltr")
                root.insert(list(root).index(child), current)
            if current is not None:
                root.remove(child)
                current.append(child)
                if "own-language" in child.get("class", "").split():
                    child.set("lang", self.language)
                    child.set("dir", self.direction)

    def _name_footnotes(self, root: ET.Element) -> None:
        for link in root.iter("a"):
            kind = link.get("class", "")
            if kind == "footnote-ref" and "source-number" in self.words:
                link.set("aria-label", self.words["source-number"].format(n=link.text))
                link.set("role", "doc-noteref")
            elif kind == "footnote-backref":
                link.attrib.pop("title", None)
                link.set("aria-label", self.words.get("back-to-text", ""))
                link.set("role", "doc-backlink")
        for box in root.iter("div"):
            if box.get("class") == "footnote":
                for rule in box.findall("hr"):
                    box.remove(rule)

    def _wrap_tables(self, root: ET.Element) -> None:
        number = 0
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag == "table" and parent.get("class") != "table":
                    number += 1
                    region = ET.Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": self._table_name(number)})
                    parent.remove(child)
                    parent.insert(index, region)
                    region.append(child)
                    for head in child.iter("th"):
                        head.set("scope", "col")
                    for cell in list(child.iter("th")) + list(child.iter("td")):
                        if found := re.search(r"text-align:\s*(\w+)", cell.attrib.pop("style", "")):
                            cell.set("class", f"align-{found[1]}")

    def _table_name(self, number: int) -> str:
        """The name of a table for screen readers; from the second one on it has a number, since each needs its own."""
        name = self.words.get("table", "")
        return f"{name} ({number})" if number > 1 else name


def makeExtension(**settings) -> Sections:  # noqa: N802 (the name is Markdown's)
    return Sections(**settings)
