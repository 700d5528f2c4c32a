"""Read a page as a browser would, for tests of reports."""

from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "path", "rect"}


class Page(HTMLParser):
    """What a page holds: its visible text, its tags with attributes; complains of tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.text.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open and "script" not in self.open:
            self.text.append(data)

    @property
    def words(self) -> str:
        """The visible text in one line."""
        return " ".join("".join(self.text).split())

    def all(self, name, **wanted):
        """Attributes of the tags of a name that have these attributes."""
        return [attrs for tag, attrs in self.tags if tag == name and wanted.items() <= attrs.items()]
