"""What is said in German about a change."""

from pipeline.records import Theme
from tests.factories import catalogue, deadline, goal

BUS = "Ein Rufbus verbindet alle Dörfer mit dem Bahnhof in Königsfurt"
THEMES = (Theme("4.1", "Bildung"), Theme("4.2", "Mobilität"))
REST = (
    goal("LZ1", "Alle Grundschulen bieten eine Lesepatenschaft an.", theme="4.1"),
    goal("LZ2", "Wege im Landkreis sind kurz.", theme="4.2"),
    goal("LZ3", "Die Kreisbibliothek öffnet am Sonntag.", theme="4.1"),
)


def notes(compared, old, new):
    """The notes on one goal that became another, among goals that stay."""
    diff = compared(
        catalogue(*REST, old, edition="alt", themes=THEMES),
        catalogue(*REST, new, edition="neu", themes=THEMES),
    )
    return next(change for change in diff.changes if new.id in change.new).notes


def test_fields_name_both_values(compared):
    """Identifier, level, theme with its title, and parent: from what to what."""
    said = notes(
        compared,
        goal("UZ2.1", BUS, theme="4.2", parent="LZ2"),
        goal("M1.1", BUS, theme="4.1", parent="LZ1"),
    )

    assert said == (
        "Kennung: UZ2.1 → M1.1",
        "Stufe: UZ → M",
        "Thema: 4.2 Mobilität → 4.1 Bildung",
        "Übergeordnet: LZ2 → LZ1",
    )


def test_a_deadline_that_moved_is_told_with_its_words(compared):
    """Old words, new words, by how much; and where nothing else differs, that."""
    texts = [f"{BUS} bis Ende {year}." for year in (2025, 2026)]
    old, new = (
        goal(
            "UZ2.1",
            text,
            theme="4.2",
            deadlines=(deadline(f"{year}-12-31", f"bis Ende {year}", span=(63, 76)),),
        )
        for text, year in zip(texts, (2025, 2026), strict=True)
    )

    assert notes(compared, old, new) == (
        "Frist „bis Ende 2025“ → „bis Ende 2026“: um 1 Jahr verschoben",
        "Der Wortlaut unterscheidet sich nur in der Frist.",
    )


def test_a_horizon_with_another_legend_is_told_but_no_change(compared):
    """The same word with another last day in the legend."""
    old, new = (
        goal("UZ2.1", BUS, theme="4.2", deadlines=(deadline("medium", "m", kind="horizon", end=end),))
        for end in ("2021-12-31", "2028-12-31")
    )

    assert notes(compared, old, new) == (
        "„mittelfristig“ heißt jetzt bis 31.12.2028, vorher bis 31.12.2021.",
    )


def test_a_letter_for_a_horizon_is_spelled_out(compared):
    """A column's k means kurzfristig."""
    old = goal("UZ2.1", BUS, theme="4.2", deadlines=(deadline("short", "k", kind="horizon"),))

    assert notes(compared, old, goal("UZ2.1", BUS, theme="4.2")) == ("Frist entfallen: „k“ (kurzfristig)",)


def test_a_reused_identifier_is_told(compared):
    """Who looks for the old number finds another goal there."""
    diff = compared(
        catalogue(*REST, goal("UZ2.1", BUS, theme="4.2"), themes=THEMES),
        catalogue(
            *REST,
            goal("UZ2.2", BUS, theme="4.2"),
            goal("UZ2.1", "Hecken und Bäume säumen die Landstraßen.", theme="4.2"),
            themes=THEMES,
        ),
    )
    change = next(change for change in diff.changes if change.new == ("UZ2.2",))

    assert change.notes == ("Kennung: UZ2.1 → UZ2.2", "Die Kennung UZ2.1 trägt jetzt ein anderes Ziel.")


def test_misread_words_are_listed(compared):
    """Noise is not silent: the first words are named."""
    words = ["Größe", "Fähre", "Löhe", "Nähe", "Güte", "Höhe"]
    lost = str.maketrans("äöüß", "aous")
    old = goal("UZ2.1", " ".join(words), theme="4.2")
    new = goal("UZ2.1", " ".join(words).translate(lost), theme="4.2", text_raw="unlesbar")

    (note,) = notes(compared, old, new)

    assert note.startswith("Als Lesefehler nicht gezählt: Größe/Grose, Fähre/Fahre") and note.endswith("…")
