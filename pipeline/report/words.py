"""Codes and dates in a planner's words."""

from pipeline.records import Deadline
from pipeline.report.marking import Segment

FLAGS = {
    "id-repaired": "Die Kennung war verlesen; gelesen wurde sie nach der Gliederung.",
    "id-guessed": "Die Kennung ist nicht lesbar; sie wurde aus den Nachbarn erschlossen.",
    "level-assumed": "Gedruckt ist nur eine Nummer; die Stufe wurde aus ihrer Länge erschlossen.",
    "id-doubtful": "Die Kennung ist unsicher; auch eine andere wäre möglich.",
    "text-missing": "Zu dieser Kennung wurde kein Wortlaut gefunden.",
    "text-unfinished": "Der Wortlaut beginnt oder endet nicht wie ein Satz; vielleicht fehlt ein Stück.",
    "order-assumed": "Kennung und Wortlaut standen getrennt; zugeordnet wurde nach der Reihenfolge.",
    "columns-mixed": "Der Wortlaut enthält womöglich Wörter aus einer Nachbarspalte.",
    "extent-assumed": "Wo der Wortlaut endet, ist unsicher: er reicht über mehrere Absätze.",
    "scan-poor": "Der Scan dieser Seite ist grob oder undeutlich; der Wortlaut kann verlesen sein.",
    "word-doubtful": "Mindestens ein Wort ist vielleicht noch verlesen.",
    "deadline-guessed": "Die Frist ist aus der Schreibweise der anderen Zellen erschlossen (1/19 als I/19).",
    "deadline-conflict": "Die Spalte nennt eine andere Frist als der Wortlaut.",
}
SEVERITIES = {"error": "Fehler", "warning": "Warnung", "info": "Hinweis"}
KINDS = {
    "due": "Termin",
    "start": "Beginn",
    "recurring": "wiederkehrend",
    "relative": "ab Ereignis",
    "expected": "voraussichtlich",
    "horizon": "Zeithorizont",
}
HORIZONS = {"short": "kurzfristig", "medium": "mittelfristig", "long": "langfristig"}
UNITS = {
    "D": ("täglich", "Tage", "Tag"),
    "W": ("wöchentlich", "Wochen", "Woche"),
    "M": ("monatlich", "Monate", "Monat"),
    "Y": ("jährlich", "Jahre", "Jahr"),
}
REGULAR = {"P3M": "vierteljährlich", "P6M": "halbjährlich"}


def flag_reason(code: str) -> str:
    """Why a goal bears the flag; a code without words of its own stands for itself."""
    return FLAGS.get(code, code)


def severity_word(severity: str) -> str:
    """*Fehler*, *Warnung*, *Hinweis*."""
    return SEVERITIES[severity]


def describe_mark(segment: Segment) -> str:
    """What to say of a repaired or doubtful piece of text."""
    said = [] if segment.raw is None else [f"gelesen: {segment.raw or 'nichts'}"]
    if segment.doubt:
        reason = segment.doubt.reason
        others = [word for word in segment.doubt.alternatives if word not in reason]
        said += [reason, f"oder: {', '.join(others)}" if others else ""]
    return "; ".join(filter(None, said))


def describe_day(value: str) -> str:
    """A date as Germans write it, as far as it goes: *31.03.2026*, *05/2025*, *2025*, *31.03.*."""
    year, _, rest = value.removeprefix("XXXX-").partition("-")
    if value.startswith("XXXX-"):
        return f"{rest}.{year}."
    month, _, day = rest.partition("-")
    return f"{day}.{month}.{year}" if day else f"{month}/{year}" if month else year


def describe_deadline(deadline: Deadline) -> str:
    """What a deadline comes to: *Termin 31.12.2026*, *jährlich ab 2024*, *12 Monate nach Beschluss*."""
    kind, value = KINDS[deadline.kind], deadline.value
    if deadline.kind == "recurring":
        return f"{describe_recurrence(deadline.recurrence)}{describe_tie(value)}"
    if value is None:
        return kind
    if deadline.kind == "relative":
        return f"{describe_duration(value)} nach {deadline.anchor or 'dem Ereignis'}"
    if deadline.kind == "horizon":
        until = f" (bis {describe_day(deadline.end)})" if deadline.end else ""
        return HORIZONS.get(value, value) + until
    return f"{kind} {describe_day(value)}"


def describe_tie(value: str | None) -> str:
    """What a repetition is tied to: *, zum 31.03.*, *, ab 2024*."""
    if value is None:
        return ""
    return f", {'zum' if value.startswith('XXXX') else 'ab'} {describe_day(value)}"


def describe_recurrence(interval: str | None) -> str:
    """*P1Y* → *jährlich*, *P2Y* → *alle 2 Jahre*."""
    if interval is None:
        return KINDS["recurring"]
    number, unit = interval[1:-1], interval[-1:]
    if interval in REGULAR or unit not in UNITS:
        return REGULAR.get(interval, interval)
    each, many, _ = UNITS[unit]
    return each if number == "1" else f"alle {number} {many}"


def describe_duration(duration: str) -> str:
    """*P12M* → *12 Monate*."""
    number, unit = duration[1:-1], duration[-1:]
    if unit not in UNITS:
        return duration
    _, many, one = UNITS[unit]
    return f"{number} {one if number == '1' else many}"
