"""Whether a page asks something of its visitor: a form with which nobody searches, subscribes or writes.

Doors are made of such forms: a password, a choice of country or language, a date of birth, a box to be
ticked, or nothing but a button that says yes.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_MAX_FORMS = 20
_MAX_FIELDS = 60
_CHOICES = frozenset({"checkbox", "radio", "date"})
_BUTTONS = frozenset({"submit", "button", "image", "hidden", "reset"})


def asks_first(root: etree._Element) -> bool:
    """Some form of the page is a door."""
    return any(_is_door(form) for form in islice(root.iter("form"), _MAX_FORMS))


def _is_door(form: etree._Element) -> bool:
    fields = list(islice(form.iter("input", "select", "textarea", "button"), _MAX_FIELDS))
    kinds = [_kind(field) for field in fields]
    if "password" in kinds:
        return True
    asked = [kind for kind in kinds if kind not in _BUTTONS]
    if not asked:
        # A button alone, which sends something: not one that opens a menu, nor a search without a field.
        return (form.get("method") or "").strip().lower() == "post" and bool(kinds)
    return all(kind in _CHOICES or kind == "select" for kind in asked)


def _kind(field: etree._Element) -> str:
    """What a field is; a `button` without a type sends its form."""
    tag = str(field.tag)
    if tag == "input":
        return (field.get("type") or "text").strip().lower()
    return "submit" if tag == "button" else tag
