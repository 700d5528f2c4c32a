"""Fill a template of `templates/`; the filters that all pages share. All text is escaped."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.report.summary import enumerate_words, number_of
from pipeline.report.words import describe_day, describe_deadline, describe_mark, flag_reason, severity_word

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **values: Any) -> str:
    """The page that `template` makes of the values."""
    return environment().get_template(template).render(**values)


@cache
def environment() -> "Environment":
    """The templates, with our filters; a name that a template misspells is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": describe_day,
        "deadline": describe_deadline,
        "flag_reason": flag_reason,
        "note": describe_mark,
        "severity": severity_word,
        "enumerate": enumerate_words,
        "first_capital": lambda text: text[:1].upper() + text[1:],
    }
    made.globals["number_of"] = number_of
    return made
