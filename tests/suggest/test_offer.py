"""Which proposals are proved, and that one that cannot be spoils no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import yaml

from crawler.catalog import Edit
from crawler.suggest import Suggestion, offer, patch_of

MakeEdit = Callable[..., Edit]
MakeSuggestion = Callable[..., Suggestion]
FILE = "catalog.yaml"


def test_proved_together(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """All that can be proved is in the new text, and nothing else has changed."""
    moves = [
        suggestion(edit(0, "https://bayes.test/book")),
        suggestion(edit(1, "Notes", key="title"), entry="untitled"),
    ]

    offered = offer({FILE: text}, moves)

    assert tuple(moves) == offered.suggestions
    assert () == offered.refusals
    expected = text.replace("http://bayes", "https://bayes")
    assert expected.splitlines() == [line for line in offered.texts[FILE].splitlines() if "Notes" not in line]
    assert "Notes" == yaml.safe_load(offered.texts[FILE])["resources"][1]["title"]


def test_stale_edit_is_refused_alone(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """An edit whose old value is no longer there is refused; the other stands."""
    stale = suggestion(replace(edit(0, "https://x.test/"), old="https://was.test/"))
    good = suggestion(edit(1, "https://a.test/new"), entry="untitled")

    offered = offer({FILE: text}, [stale, good])

    assert (good,) == offered.suggestions
    assert [stale.id] == [identity for identity, _ in offered.refusals]
    assert "https://a.test/new" in offered.texts[FILE]
    assert "https://x.test/" not in offered.texts[FILE]


def test_impossible_edit_is_refused_alone(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """A key cannot be added to an entry that is not there."""
    lost = suggestion(replace(edit(0, "https://x.test/"), route=("resources", 9, "url")))
    good = suggestion(edit(0, "https://bayes.test/book"))

    offered = offer({FILE: text}, [lost, good])

    assert (good,) == offered.suggestions
    assert 1 == len(offered.refusals)


def test_first_of_two_rivals_stands(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """Two proposals for one place cannot both be made; the later names the one that stands."""
    first = suggestion(edit(0, "https://one.test/"))
    second = suggestion(edit(0, "https://two.test/"))

    offered = offer({FILE: text}, [first, second])

    assert (first,) == offered.suggestions
    assert ((second.id, f"suggestion {first.id} edits the same place"),) == offered.refusals


def test_rival_of_a_refused_one(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """Refused are both a stale edit and its rival: whoever comes next night is judged anew."""
    stale = suggestion(replace(edit(0, "https://one.test/"), old="https://was.test/"))
    rival = suggestion(edit(0, "https://two.test/"))

    offered = offer({FILE: text}, [stale, rival])

    assert () == offered.suggestions
    assert {stale.id, rival.id} == dict(offered.refusals).keys()


def test_several_files(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """Each file is proved by itself, and a file that nothing edits has no new text."""
    texts = {FILE: text, "other.yaml": text, "quiet.yaml": text}
    here = suggestion(edit(0, "https://bayes.test/book"))
    there = suggestion(edit(1, "https://a.test/new", file="other.yaml"), entry="untitled")

    offered = offer(texts, [here, there])

    assert {FILE, "other.yaml"} == offered.texts.keys()
    assert (here, there) == offered.suggestions
    assert "https://a.test/new" not in offered.texts[FILE]


def test_one_proposal_over_two_files_stands_or_falls_whole(
    text: str, edit: MakeEdit, suggestion: MakeSuggestion
) -> None:
    """Refused in one file, a proposal is taken out of the other as well."""
    stale = replace(edit(0, "https://bayes.test/book", file="other.yaml"), old="https://was.test/")
    both = suggestion(edit(0, "https://bayes.test/book"), stale)
    alone = suggestion(edit(1, "https://a.test/new"), entry="untitled")

    offered = offer({FILE: text, "other.yaml": text}, [both, alone])

    assert (alone,) == offered.suggestions
    assert [both.id] == [identity for identity, _ in offered.refusals]
    assert text.replace("https://a.test/notes", "https://a.test/new") == offered.texts[FILE]
    assert "other.yaml" not in offered.texts


def test_unknown_file_is_refused(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """What edits a file that is not at hand cannot be proved, so it is not offered."""
    lost = suggestion(replace(edit(0, "https://bayes.test/book"), file="lost.yaml"))

    offered = offer({FILE: text}, [lost])

    assert ((), ((lost.id, "lost.yaml is not among the catalogs"),)) == (
        offered.suggestions,
        offered.refusals,
    )


def test_note_needs_no_proof(text: str, suggestion: MakeSuggestion) -> None:
    """A proposal without edits is a note, and is offered as it stands."""
    note = suggestion(disposition="note")

    offered = offer({FILE: text}, [note])

    assert ((note,), (), {}) == (offered.suggestions, offered.refusals, dict(offered.texts))


def test_broken_catalog_refuses_all(edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """A text that cannot be read proves nothing."""
    one = suggestion(edit(0, "https://bayes.test/book"))

    offered = offer({FILE: "resources: [\n"}, [one])

    assert () == offered.suggestions
    ((refused, reason),) = offered.refusals
    assert (one.id, True) == (refused, reason.startswith(f"{FILE}, {one.entry}: "))


def test_offering_again_changes_nothing(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """What was offered can be offered again with the same result, whatever was refused before."""
    moves = [
        suggestion(edit(0, "https://bayes.test/book")),
        suggestion(edit(0, "https://rival.test/")),
        suggestion(edit(2, "https://tight.test/a,b"), entry="tight"),
    ]
    once = offer({FILE: text}, moves)

    again = offer({FILE: text}, once.suggestions)

    assert (once.suggestions, once.texts) == (again.suggestions, again.texts)
    assert () == again.refusals


def test_patch_names_files_from_the_root(text: str, edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """The patch holds every edited file under its path from the repository's root."""
    offered = offer({FILE: text}, [suggestion(edit(0, "https://bayes.test/book"))])

    patch = patch_of({FILE: text}, offered, lambda file: f"lists/{file}")

    assert patch.splitlines()[:2] == ["--- a/lists/catalog.yaml", "+++ b/lists/catalog.yaml"]
    assert "-    url: http://bayes.test/book" in patch.splitlines()
    assert "+    url: https://bayes.test/book" in patch.splitlines()
    assert "" == patch_of({FILE: text}, offer({FILE: text}, []), str)


def test_one_proposal_for_two_catalogs_is_one_suggestion(
    text: str, edit: MakeEdit, suggestion: MakeSuggestion
) -> None:
    """Its id stands for both edits, as cautiously as the more cautious; a third, stale one is said."""
    here = suggestion(edit(0, "https://bayes.test/book"))
    there = replace(here, disposition="review", edits=(replace(here.edits[0], file="two.yaml"),))
    stale = replace(here, edits=(replace(here.edits[0], file="three.yaml"),))
    texts = {FILE: text, "two.yaml": text, "three.yaml": text.replace("http://bayes", "http://other")}

    offered = offer(texts, [replace(here, disposition="safe"), there, stale])

    (one,) = offered.suggestions
    assert ("review", [FILE, "two.yaml"]) == (one.disposition, [each.file for each in one.edits])
    assert [here.id] == [identity for identity, _ in offered.refusals]
    assert {FILE, "two.yaml"} == offered.texts.keys()


def test_several_suggestions_may_append_to_one_list(edit: MakeEdit, suggestion: MakeSuggestion) -> None:
    """What is put at the end of a list is in nobody's way."""
    text = "version: 1\nresources:\n- id: a\n  url: http://a/\n  alternates: [{kind: code, url: u}]\n"
    appended = [
        replace(
            edit(0, "x"), route=("resources", 0, "alternates", 1), old=None, new={"kind": "pdf", "url": url}
        )
        for url in ("v", "w")
    ]

    offered = offer({FILE: text}, [suggestion(appended[0]), suggestion(appended[1], entry="other")])

    assert 2 == len(offered.suggestions)
    assert ["u", "v", "w"] == [
        each["url"] for each in yaml.safe_load(offered.texts[FILE])["resources"][0]["alternates"]
    ]
