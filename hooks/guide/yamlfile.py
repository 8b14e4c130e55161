"""YAML as people write it: every value is a text, every text knows its line, nothing is lost in silence.

YAML reads `no` as false, `12:30` as 750 and drops everything after ` #`. Words for readers must not
suffer that, so here every scalar is a string, and whatever YAML would quietly change is refused
with the line and its correction.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from .problems import Problems

MOST_BYTES = 200_000
DEEPEST = 12

# Control characters, and characters that reverse or hide text: they let a line look other than it is.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(\s|$)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A string that remembers the line it stands on (1 is the first)."""

    line: int = 0

    def __new__(cls, value: str, line: int):
        self = super().__new__(cls, value)
        self.line = line
        return self

    def __getnewargs__(self):  # so that a Text can be copied
        return str(self), self.line


class Map(dict):
    """A mapping that remembers its line. Its keys are `Text`."""

    line: int = 0

    def line_of(self, key: str) -> int:
        """The line on which a key stands, or the line of the mapping if the key is missing."""
        return next((k.line for k in self if k == key), self.line)


class List(list):
    """A list that remembers its line."""

    line: int = 0


def read_text(path: Path, problems: Problems, *, most_bytes: int = MOST_BYTES) -> str | None:
    """The text of a file, or None (with a problem noted) if it is too large, not UTF-8, a link, or holds hidden characters."""
    if not path.is_file() and not path.is_symlink():
        problems.add(path, 1, "this file is missing.")
        return None
    if path.is_symlink():
        problems.add(path, 1, "this is a symbolic link. Put the file itself here.")
        return None
    size = path.stat().st_size
    if size > most_bytes:
        problems.add(path, 1, f"the file has {size:,} bytes; more than {most_bytes:,} is refused. Split it or shorten it.")
        return None
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(path, line, "this is not UTF-8 text. Save the file again with the encoding UTF-8.")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = False
    for number, line in enumerate(text.split("\n"), 1):
        if found := HIDDEN.search(line):
            code = f"U+{ord(found.group()):04X}"
            problems.add(path, number, f"a hidden character ({code}) stands in this line. Delete it.", HIDDEN.sub("", line).strip())
            bad = True
        if CONFLICT.match(line):
            problems.add(path, number, "this is a mark of a merge conflict. Keep one version and delete the marks.")
            bad = True
    return None if bad else text


def has_entries(path: Path) -> bool:
    """Whether a file is there and holds more than comments."""
    return path.exists() and any(line.strip() and not line.startswith("#") for line in path.read_text(encoding="utf-8", errors="replace").split("\n"))


def read_yaml(path: Path, problems: Problems) -> Map | None:
    """A YAML file as Map, List and Text, or None with its problems noted. Never raises on bad content."""
    text = read_text(path, problems)
    return None if text is None else parse_yaml(text, path, problems)


def parse_yaml(text: str, path: Path, problems: Problems) -> Map | None:
    """The same for text that has been read already; `path` is for the messages."""
    lines = text.split("\n")
    before = len(problems)
    try:
        value = _Builder(path, problems, lines).build(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        _explain(error, path, lines, problems)
        return None
    if len(problems) > before:
        return None
    if not isinstance(value, Map):
        problems.add(path, 1, 'the file must consist of lines such as "title: …".')
        return None
    return value


class _Builder:
    """Turns parser events into values. Stops going deeper at DEEPEST."""

    def __init__(self, path: Path, problems: Problems, lines: list[str]):
        self.path, self.problems, self.lines = path, problems, lines

    def build(self, events):
        stack: list = []
        keys: list = []
        result = None

        def put(value, line):
            nonlocal result
            if not stack:
                result = value
            elif isinstance(stack[-1], List):
                stack[-1].append(value)
            elif keys[-1] is None:
                if not isinstance(value, Text):
                    self.problems.add(self.path, line, "a name before the colon must be a plain word.")
                    value = Text("", line)
                if value in stack[-1]:
                    first = stack[-1].line_of(value)
                    self.problems.add(self.path, line, f'"{value}" stands here twice; the first is in line {first}. Delete or rename one.')
                keys[-1] = value
            else:
                stack[-1][keys[-1]] = value
                keys[-1] = None

        documents = 0
        for event in events:
            line = event.start_mark.line + 1
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                self.problems.add(self.path, line, "a line of three dashes begins a second file in YAML, and the first would be lost. Delete the line.")
                return None
            if getattr(event, "anchor", None) is not None:
                self.problems.add(self.path, line, "a value that begins with & or * means something else in YAML. Put it in quotes.", self._quoted(line))
                if isinstance(event, yaml.AliasEvent):
                    put(Text("", line), line)
                    continue
            if getattr(event, "tag", None) is not None:
                self.problems.add(self.path, line, "a value that begins with ! means something else in YAML. Put it in quotes.", self._quoted(line))
            if isinstance(event, yaml.ScalarEvent):
                self._check_scalar(event, line)
                if found := HIDDEN.search(event.value):
                    self.problems.add(self.path, line, f"a hidden character (U+{ord(found.group()):04X}) is written here. Delete it.")
                put(Text(event.value, line), line)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if event.flow_style:
                    self.problems.add(self.path, line, "a value in { } or [ ] is not used here. Put a text in quotes, or write a list with one - per line.", self._quoted(line))
                if len(stack) >= DEEPEST:
                    raise yaml.MarkedYAMLError(problem="too deep", problem_mark=event.start_mark)
                value = Map() if isinstance(event, yaml.MappingStartEvent) else List()
                value.line = line
                put(value, line)
                stack.append(value)
                keys.append(None)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                keys.pop()
        return result

    def _check_scalar(self, event, line: int) -> None:
        """A plain value followed by ` #…` loses its end. Comments stand on lines of their own."""
        end = event.end_mark
        if event.style in ("|", ">") or end.line >= len(self.lines):
            return
        rest = self.lines[end.line][end.column:]
        if rest.lstrip().startswith("#"):
            self.problems.add(self.path, end.line + 1, "everything after # is a comment in YAML and would be lost. Put the text in quotes, or the comment on a line of its own.", self._quoted(end.line + 1))

    def _quoted(self, line: int) -> str:
        return _quoted(self.lines[line - 1])


def _quoted(line: str) -> str:
    """The line with its value in quotes, as a suggestion. Empty if the line has no value to quote."""
    found = re.match(r"^(\s*(?:- )?(?:[\w-]+:\s+)?)(\S.*?)\s*$", line)
    if not found:
        return ""
    start, value = found.groups()
    if value[0] in "\"'" and (value.count(value[0]) == 1 or value[-1] == value[0]):
        value = value.strip(value[0])
    if len(value) > 90:
        value = value[:90] + "…"
    value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{start.strip()} "{value}"'.strip()


_TELL = (
    ("mapping values are not allowed", 'the text has ": " in it, which YAML reads as a new name. Put the text in quotes.'),
    ("could not find expected ':'", 'a line such as "title: …" was expected: a name, a colon, a space, the text.'),
    ("cannot start any token", "a text cannot begin with this character. Put the text in quotes."),
    ("found undefined alias", "a text that begins with * means something else in YAML. Put the text in quotes."),
    ("while scanning an alias", "a text that begins with * means something else in YAML. Put the text in quotes."),
    ("while scanning an anchor", "a text that begins with & means something else in YAML. Put the text in quotes."),
    ("found unexpected end of stream", "a quotation mark is opened here and never closed."),
    ("while scanning a quoted scalar", "a quotation mark is opened here and never closed."),
    ("found '<scalar>'", "text follows after the closing quotation mark. Put the whole text in quotes."),
    ("but found '-'", "the dash stands too far to the left or right. Put it below the dashes of the same list."),
    ("expected <block end>", "the line stands too far to the left or right. Put it below the lines it belongs to."),
    ("sequence entries are not allowed", "a dash starts a list, and a list begins on the next line. For a text that begins with a dash, use quotes."),
    ("mapping keys are not allowed", "a text cannot begin with ? and a space. Put the text in quotes."),
    ("too deep", f"the lists stand more than {DEEPEST} levels deep inside each other. Make it flatter."),
)


def _explain(error: yaml.YAMLError, path: Path, lines: list[str], problems: Problems) -> None:
    """Say what a YAML error means to the person who wrote the line."""
    if "too deep" not in str(error):
        try:  # the pure Python parser says the same thing on every machine, the C parser does not
            for _ in yaml.parse("\n".join(lines), Loader=yaml.SafeLoader):
                pass
        except yaml.YAMLError as same:
            error = same
    problem, context = getattr(error, "problem", "") or str(error), getattr(error, "context", "") or ""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    text = f"{context}: {problem}"
    message = next((told for sign, told in _TELL if sign in text), f"this is not valid YAML ({problem}).")
    if "quotation mark is opened" in message:
        mark = getattr(error, "context_mark", None) or mark
    number = min(mark.line if mark else 0, len(lines) - 1)
    while number > 0 and not lines[number].strip():
        number -= 1
    line, above = lines[number], lines[number - 1] if number else ""
    fix = _quoted(line) if "quotes" in message or "quotation" in message else ""
    for at, candidate in ((number - 1, above), (number, line)):
        if missing := re.match(r"^\s*((?:- )?[\w-]+):([^\s:/].*)$", candidate):
            number, message, fix = at, "a space is missing after the colon.", f"{missing[1]}: {missing[2]}"
            break
    else:
        if "\t" in line[: len(line) - len(line.lstrip())]:
            message, fix = "the line begins with a tab. Use spaces.", line.replace("\t", "  ").strip()
        elif "mapping values" in problem and above and mark.column == line.find(":") and re.match(r"^\s*[\w-]+:\s", line):
            message, fix = "the line stands too far to the right. Put it below the lines it belongs to.", line.strip()
    problems.add(path, number + 1, message, fix)
