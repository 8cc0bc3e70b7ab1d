"""Official forms by name, each with its Word template and its view of the model."""

from __future__ import annotations

from budgetdocs.errors import RenderError
from budgetdocs.forms import hebei_2022
from budgetdocs.forms.form import Context, Form, templates_folder

FORMS: dict[str, Form] = {form.name: form for form in (hebei_2022.FORM,)}
DEFAULT_FORM = hebei_2022.FORM.name


def form_named(name: str) -> Form:
    """The form called ``name``; raises :class:`RenderError`, which lists the known ones, if there is none."""
    try:
        return FORMS[name]
    except KeyError:
        known = "、".join(sorted(FORMS))
        raise RenderError(name, "", f"没有名为“{name}”的表样，可用的有：{known}") from None


__all__ = ["DEFAULT_FORM", "FORMS", "Context", "Form", "form_named", "templates_folder"]
