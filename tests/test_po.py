"""The door for people without Git: one PO file per language, there and back."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from conftest import ROOT
from guide import changes, po, translating, translations
from guide.opendata import tracked
from guide.project import load

CHARTER = "toolbox/charter/en.yml:summary"
MONDAY = "docs/en/guide/who.md:#monday.1"


@pytest.fixture
def copy(tmp_path) -> Path:
    """The content of the project, to be changed."""
    root = tmp_path / "project"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".git", ".venv", "build", "site", "node_modules", "__pycache__", "fonts", "vendor", "overrides", "tests"))
    (root / "build").mkdir()
    shutil.copy(ROOT / "build/proven.txt", root / "build")
    return root


def catalog(data: bytes):
    return read_po(io.BytesIO(data))


def edited(data: bytes, texts: dict[str, str], *, sure: tuple[str, ...] = ()) -> bytes:
    """What a translator sends: new texts by their names, and marks taken away."""
    sent = catalog(data)
    for context, text in texts.items():
        message = next(m for m in sent if m.context == context)
        message.string = text
        message.flags.discard("fuzzy")
    for message in sent:
        if message.context in sure:
            message.flags.discard("fuzzy")
    out = io.BytesIO()
    write_po(out, sent, width=76, include_previous=True)  # another program breaks lines in its own way
    return out.getvalue()


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def take(root: Path, language: str, data: bytes) -> po.Result:
    """Read a file back and write what can be taken, as the command does."""
    project = load(root, only=[language])[0]
    result, texts = po.read(project, language, data)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return result


@pytest.mark.parametrize("language", ["fr", "es", "pt", "it", "ar", "ru"])
def test_there_and_back_changes_nothing(project, language):
    """A file that nobody has edited changes nothing, even after another program has written it anew."""
    data = po.write(project, language)
    result, texts = po.read(project, language, edited(data, {}))
    assert (result, texts) == (po.Result(), {})
    pages = {entry.context.rpartition(":")[0] for entry in catalog(data) if entry.id}
    assert all(f"{language}" or page for page in pages)
    assert {"docs/en/guide/who.md", "toolbox/charter/en.yml", "toolbox/charter/example.en.yml", "figures/who/en.yml", "interface/en.yml", "ways/en.yml"} <= pages


def test_every_text_written_anew_reads_the_same(copy, project):
    """When every single text is edited, each arrives where it belongs, and the files are still right."""
    data = po.write(project, "fr", ["toolbox/charter", "guide/who"])
    texts = {m.context: str(m.string).rstrip(".") + " X." for m in catalog(data) if m.id and m.string}
    result = take(copy, "fr", edited(data, texts))
    assert len(result.taken) == len(texts) and not result.conflicts and not result.left
    again = {m.context: m.string for m in catalog(po.write(load(copy, only=["fr"])[0], "fr", ["toolbox/charter", "guide/who"])) if m.id}
    assert again == texts


def test_three_edits_one_of_them_stale(copy):
    """A text that was edited comes in; one whose English has changed meanwhile is a conflict and is named, with all that is needed to decide."""
    data = po.write(load(copy, only=["fr"])[0], "fr")
    change(copy, "docs/en/guide/who.md", "Call one person or group", "Write to one person or group")
    sent = edited(data, {CHARTER: "Un nouveau résumé.", "interface/en.yml:form.print": "Imprimer tout", MONDAY: "1. Prenez un projet."})
    before = (copy / "docs/fr/guide/who.md").read_text(encoding="utf-8")
    result = take(copy, "fr", sent)
    assert [entry.rpartition(": ")[2] for entry in result.taken] == [CHARTER, "interface/en.yml:form.print"]
    assert len(result.conflicts) == 1 and MONDAY in result.conflicts[0]
    assert "Call one person" in result.conflicts[0] and "Write to one person" in result.conflicts[0] and "Prenez un projet." in result.conflicts[0]
    assert (copy / "docs/fr/guide/who.md").read_text(encoding="utf-8") == before
    assert "summary: Un nouveau résumé.\n" in (copy / "toolbox/charter/fr.yml").read_text(encoding="utf-8")


def test_a_translation_changed_meanwhile_is_not_overwritten(copy):
    """Two people edited the same text: both are shown, and the one in the repository stays."""
    data = po.write(load(copy, only=["fr"])[0], "fr", ["toolbox/charter"])
    (copy / "toolbox/charter/fr.yml").write_text((copy / "toolbox/charter/fr.yml").read_text(encoding="utf-8").replace("summary: ", "summary: Autre chose. ", 1), encoding="utf-8")
    result = take(copy, "fr", edited(data, {CHARTER: "Mon résumé."}))
    assert result.taken == [] and "somebody has changed the translation" in result.conflicts[0] and "Autre chose." in result.conflicts[0]


def test_stale_texts_are_marked_and_can_be_confirmed(copy):
    """Where the English has changed, the entry is fuzzy and shows the English before; taking the mark away says that the translation still holds."""
    project = load(copy, only=["fr"])[0]
    before = project.parts["en", "toolbox/charter"]["summary"]
    change(copy, "toolbox/charter/en.yml", "summary: Fix", "summary: Settle")
    project = load(copy, only=["fr"])[0]
    project.changes = {"toolbox/charter": {"summary": (changes.Change(changes.digest(project.parts["en", "toolbox/charter"]["summary"]), "meaning", "2026-11-28", "A plainer verb.", before),)}}
    data = po.write(project, "fr", ["toolbox/charter"])
    fuzzy = [m for m in catalog(data) if m.fuzzy]
    assert [m.context for m in fuzzy] == [CHARTER]
    assert f'#| msgid "{before}"' in data.decode() and "meaning: A plainer verb." in fuzzy[0].auto_comments
    assert po.read(project, "fr", data)[0] == po.Result(), "nothing is confirmed unless the mark is taken away"
    result = po.read(project, "fr", edited(data, {}, sure=(CHARTER,)))[0]
    assert len(result.confirmed) == 1 and result.pages == {"toolbox/charter": {"summary"}}


def test_new_page_comes_in_when_it_is_complete(copy):
    """A page that was not there is written after the English, comments and ids included; half a page waits."""
    for name in ("ru.yml", "example.ru.yml"):
        (copy / "toolbox/charter" / name).unlink()
    data = po.write(load(copy, only=["ru"])[0], "ru", ["toolbox/charter"])
    texts = {m.context: f"Перевод: {m.context}" for m in catalog(data) if m.id}
    half = dict(list(texts.items())[:5])
    result = take(copy, "ru", edited(data, half))
    assert result.taken == [] and "5 of" in result.left[0] and not (copy / "toolbox/charter/ru.yml").exists()
    result = take(copy, "ru", edited(data, texts))
    assert result.written == ["toolbox/charter/example.ru.yml", "toolbox/charter/ru.yml"]
    project, problems = load(copy, only=["ru"])
    assert project.sheets["ru", "charter"].summary == f"Перевод: {CHARTER}"
    assert [p for p in problems if "charter" in p.path and "must" in p.message] == []


def test_odd_texts_survive(copy):
    """What means something in YAML arrives as it was typed."""
    odd = ("Étape 1\u00a0: «\u00a0oui\u00a0» # non", "no", "- un tiret", "(accolades) {", "12:30 précises", "[crochets]", "deux\nlignes", "fin\u00a0:", "@home", "a: b", '"guillemets" et \\ barre')
    data = po.write(load(copy, only=["fr"])[0], "fr", ["toolbox/charter"])
    names = [m.context for m in catalog(data) if re.search(r":(when|tips|need|administration)", m.context or "")][: len(odd)]
    texts = dict(zip(names, odd, strict=True))
    result = take(copy, "fr", edited(data, texts))
    assert len(result.taken) == len(odd)
    again = {m.context: m.string for m in catalog(po.write(load(copy, only=["fr"])[0], "fr", ["toolbox/charter"])) if m.context in texts}
    assert again == texts


def test_a_file_that_is_no_po_file(project):
    """A Word file or a damaged file is refused with a sentence, not with a traceback."""
    for data in (b"PK\x03\x04 rubbish", b'msgid "a\nmsgstr', b"\xff\xfe\x00"):
        with pytest.raises(po.NotReadable):
            po.read(project, "fr", data)


def test_everything_that_is_tracked_is_in_the_file(project):
    """Every part whose state is kept has at least one text in the file, so nothing can only be translated with Git."""
    items = list(po.pairs(project, "fr", tracked(project)))
    there = {(item.page, item.source.part) for item in items}
    for id in tracked(project):
        for part, text in project.parts["en", id].items():
            if part.startswith("example.") or not any(c.isalpha() for c in text.partition("{#")[0]):
                continue
            assert (id, part) in there, (id, part)


def test_noting_keeps_only_the_marks_that_are_needed():
    """Once all translations follow a change, its mark goes."""
    one, two = changes.Change("11111111", "law", "2026-01-01"), changes.Change("22222222", "wording", "2026-02-01")
    marked = {"guide/who": {"monday": (one, two)}}
    assert changes.needed(marked, {("guide/who", "monday"): {"00000000", "22222222"}}) == marked
    assert changes.needed(marked, {("guide/who", "monday"): {"11111111", "22222222"}}) == {"guide/who": {"monday": (two,)}}
    assert changes.needed(marked, {("guide/who", "monday"): {"22222222"}}) == {}


@pytest.mark.parametrize(
    ("kept", "now", "weight"),
    [("00000000", "22222222", "law"), ("11111111", "22222222", "wording"), ("11111111", "33333333", "meaning"), ("00000000", "33333333", "law"), ("22222222", "33333333", "meaning")],
)
def test_the_heaviest_change_counts(kept, now, weight):
    """Of several changes since a translation was made, the heaviest counts; one that nobody has marked counts as one of meaning."""
    marked = (changes.Change("11111111", "law", "2026-01-01"), changes.Change("22222222", "wording", "2026-02-01"))
    assert changes.weight(marked, kept, now) == weight


def test_difference_in_sentences():
    """The difference names the sentences that went and came."""
    assert translating.difference("One. Two. Three.", "One. Two and a half. Three.") == ["- Two.", "+ Two and a half."]


def test_marking_a_change_keeps_the_english_before(copy):
    """The author says how much a change matters; the English before it is kept, so that the difference needs no history."""
    root = copy
    project = load(root, only=["fr"])[0]
    before = project.parts["en", "guide/who"]["monday"]
    change(root, "docs/en/guide/who.md", "Call one person or group", "Write to one person or group")
    project = load(root, only=["fr"])[0]
    first = translating.mark(project, "guide/who", [], "law", "Because.", "2026-11-28")
    assert list(first["guide/who"]) == ["monday"]
    project.changes = first
    changes.write_changes(root, first)
    again = load(root, only=["fr"])[0]
    assert again.changes == {"guide/who": {"monday": first["guide/who"]["monday"]}}
    assert again.state("fr", "guide/who").outdated == {"monday": "law"}
    with pytest.raises(translating.Unknown, match="Changed: monday"):
        translating.mark(project, "guide/who", ["roles"], "law", "", "2026-11-28")
    assert before  # the copy has no history, so the text before is not known here
    noted = translating.note(again, "fr", ["guide/who"], "machine-reviewed", "2026-11-28")
    assert isinstance(noted["guide/who"], translations.Record)
    again.records["fr"] = noted
    assert again.state("fr", "guide/who").outdated == {}
