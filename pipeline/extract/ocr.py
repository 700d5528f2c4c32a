"""The picture of a page becomes words; the only file that knows tesserocr."""

import os
import site
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from attrs import evolve, frozen

from pipeline.errors import MissingComponentError
from pipeline.extract.pictures import without_ground
from pipeline.extract.skew import skew_of
from pipeline.extract.strip import GAPS, MOST_PIECES, Strip, ground_of, is_piece, string_together
from pipeline.extract.unread import Pixels, find_unread
from pipeline.records import Word

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "deu"  # reads German strategies better than German and English together, in less time
DESCENT = 0.22  # share of the type size that hangs below the base line
LEAST_CONFIDENCE = 15.0  # of 100; below this, specks without a letter are dropped
SURE_WORD, SURE_SIGN = 70.0, 85.0  # of 100; needed where the engine passed over a place at first
READABLE = 50.0  # of 100; upright pages have 85 and more, others at most 25
PROOF_LETTERS = 100  # so many letters tell which way a page stands
WEAK_LINE = 85.0  # of 100; a line below it is read again by itself, sound ones have 90 to 96
UNCLEAR_PAGE = 83.0  # of 100; a page below it is read again without its ground, sound ones have 85 to 93
LEAST_GAIN = 4.0  # by which a second reading must be surer to be taken
LEAST_KEPT = 0.8  # share of a line's letters that it must have
CELL_GAP = 1.2  # em between two words of a line that stand in different cells
LINE_MARGIN = 3.0  # points of white around a line that is read by itself

USUAL_SIZE = 10.0  # points; of a page on which nothing else was read

MOST_THREADS = 4  # each engine takes about 100 MB

SUFFIX = ".traineddata"
MODEL_PACKAGE = f"tessdata.{LANGUAGE}"
SYSTEM_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
)


def open_engine() -> Any:
    """An OCR engine with the German model; close it with `End()`.

    Raises:
        MissingComponentError: the engine or its model is not installed.
    """
    try:
        import tesserocr
    except ImportError as error:
        raise _missing("Die Texterkennung Tesseract fehlt", "tesserocr") from error
    folder = model_folder()
    try:
        return tesserocr.PyTessBaseAPI(path=str(folder), lang=LANGUAGE, psm=tesserocr.PSM.AUTO)
    except RuntimeError as error:
        raise _missing(f"Das Sprachmodell in {folder} ist unbrauchbar", MODEL_PACKAGE) from error


def _missing(problem: str, package: str) -> MissingComponentError:
    return MissingComponentError(
        f"{problem}: Seiten ohne Textebene können nicht gelesen werden.",
        f"Holen Sie es mit »pip install {package}« nach, oder lassen Sie solche Seiten mit --ocr never aus.",
    )


def model_folder() -> Path:
    """Folder of the language model.

    Raises:
        MissingComponentError: no folder holds it.
    """
    for folder in _candidates():
        if (folder / f"{LANGUAGE}{SUFFIX}").is_file():
            return folder
    raise _missing("Das deutsche Sprachmodell der Texterkennung fehlt", MODEL_PACKAGE)


def _candidates() -> Iterator[Path]:
    """Where the model may lie: named by the user, beside its package's record, in the usual folders."""
    named = os.environ.get("TESSDATA_PREFIX")
    if named:
        yield from (Path(named), Path(named) / "tessdata")
    try:
        files = metadata.files(MODEL_PACKAGE) or []
        yield from (Path(str(file.locate())).resolve().parent for file in files if file.suffix == SUFFIX)
    except metadata.PackageNotFoundError:
        pass
    roots = filter(None, (sys.prefix, sys.base_prefix, site.USER_BASE))
    yield from (Path(root) / "share" / "tessdata" for root in roots)
    yield from map(Path, SYSTEM_FOLDERS)


@frozen
class Reading:
    """What OCR read on a picture, in the order in which it reads; boxes and size in points.

    `confidence` is the mean one in a letter, from 0 to 1; `skew` are the degrees to the left by which the
    picture was turned to stand straight, `quarters` the quarter turns to the left that then made it upright.
    """

    width: float
    height: float
    words: tuple[Word, ...]
    quarters: int = 0
    skew: float = 0.0
    confidence: float = 1.0

    def turn(self, picture: "Image") -> "Image":
        """Another picture of the same page, turned likewise."""
        return turned(turned(picture, self.skew), 90 * self.quarters)


class Item(NamedTuple):
    """A word as read, its box in pixels, and the confidence in it from 0 to 100."""

    word: Word
    box: Pixels
    confidence: float

    def moved(self, right: int, down: int, scale: float, size: float) -> "Item":
        """The word elsewhere on the page, in the type size there; a pixel has `scale` points."""
        word, (left, top, end, bottom) = self.word, self.box
        low = word.bottom + DESCENT * (size - word.size) + down * scale
        x0, x1 = word.x0 + right * scale, word.x1 + right * scale
        return Item(
            evolve(word, x0=x0, top=low - size, x1=x1, bottom=low, size=size),
            (left + right, top + down, end + right, bottom + down),
            self.confidence,
        )


@frozen
class Line:
    """Words of a line that stand close."""

    items: Sequence[Item]

    @property
    def words(self) -> Iterator[Word]:
        """The words alone."""
        return (item.word for item in self.items)

    @property
    def box(self) -> Pixels:
        """Box around all words, in pixels."""
        left, top, right, bottom = zip(*(item.box for item in self.items), strict=True)
        return min(left), min(top), max(right), max(bottom)

    @property
    def letters(self) -> int:
        """Number of letters and other signs."""
        return sum(len(word.text) for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean confidence of a letter."""
        return sum(len(item.word.text) * item.confidence for item in self.items) / self.letters

    def worth(self, first: "Line") -> float:
        """Confidence in this reading of a line; another than the first must be better, as complete, and text.

        What an engine makes of list marks is known; read again they are specks.
        """
        if self is first:
            return self.confidence + LEAST_GAIN
        complete = self.letters >= LEAST_KEPT * first.letters and self.is_text()
        return self.confidence if complete else 0.0

    def is_text(self) -> bool:
        """Whether there is a letter or a figure in it."""
        return any(char.isalnum() for word in self.words for char in word.text)

    def is_sure(self) -> bool:
        """Whether what was passed over at first is text indeed; a single sign may be anything."""
        least = SURE_SIGN if self.letters == 1 else SURE_WORD
        return self.confidence >= least and self.is_text()


def read_pictures(pictures: Iterable[tuple["Image", float]]) -> Iterator[Reading]:
    """Read pictures of pages, given with their dots per inch, in their order.

    Recognising leaves Python's lock free, so several pages are read at once, each by an engine of its own;
    what an engine reads does not depend on the pages before.

    Raises:
        MissingComponentError: the engine or its model is not installed.
    """
    idle: SimpleQueue[Any] = SimpleQueue()
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    waiting: deque[Future[Reading]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for picture, dots_per_inch in pictures:
            waiting.append(pool.submit(_read_idly, idle, picture, dots_per_inch))
            if len(waiting) > threads:  # pages wait as pictures, which are large
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # who breaks off does not wait for a page's end
        while not idle.empty():
            idle.get().End()


def _read_idly(idle: "SimpleQueue[Any]", picture: "Image", dots_per_inch: float) -> Reading:
    """Read a picture by an idle engine, or by a new one."""
    try:
        engine = idle.get_nowait()
    except Empty:
        engine = open_engine()
    try:
        return read_picture(engine, picture, dots_per_inch)
    finally:
        idle.put(engine)


def read_picture(engine: Any, picture: "Image", dots_per_inch: float) -> Reading:
    """Read one picture: as a page first, then by themselves the lines read badly and those passed over."""
    from tesserocr import PSM

    scale = 72 / dots_per_inch
    skew = skew_of(picture, dots_per_inch)
    upright, quarters, lines = _read_upright(engine, turned(picture, skew), dots_per_inch)
    if mean_confidence(lines) < UNCLEAR_PAGE:
        upright, lines = _read_clearer(engine, upright, dots_per_inch, lines)
    engine.SetPageSegMode(PSM.SINGLE_LINE)
    unread = find_unread(np.asarray(upright), dots_per_inch, [line.box for line in lines])
    weak = [line.box for line in lines if line.confidence < WEAK_LINE]
    size = usual_size(lines)
    together = _read_together(engine, upright, dots_per_inch, [*weak, *unread], size)
    _show(engine, upright, dots_per_inch)
    margin = round(LINE_MARGIN / scale)

    def read_alone(box: Pixels) -> list[Line]:
        engine.SetRectangle(*_widened(box, margin, upright.size))
        return list(_recognise(engine, scale))

    for number, line in enumerate(lines):
        if line.confidence < WEAK_LINE:
            again = [together.get(line.box, line), *read_alone(line.box)]
            lines[number] = max([line, *again], key=lambda read: read.worth(line))
    for box in unread:
        piece = together.get(box)
        found = [piece] if piece and piece.is_sure() else read_alone(box)
        lines += (line for line in found if line.is_sure())
    engine.SetPageSegMode(PSM.AUTO)
    words = tuple(word for line in lines for word in line.words)
    return Reading(
        upright.size[0] * scale, upright.size[1] * scale, words, quarters, skew, mean_confidence(lines) / 100
    )


def turned(picture: "Image", degrees: float) -> "Image":
    """A grey picture turned to the left; it keeps its size, unless it is turned to its side."""
    from PIL.Image import Resampling

    if not degrees % 90:
        return picture.rotate(degrees, expand=True) if degrees else picture
    return picture.rotate(degrees, Resampling.BICUBIC, fillcolor=255)


def _show(engine: Any, picture: "Image", dots_per_inch: float) -> None:
    engine.SetImage(picture)
    engine.SetSourceResolution(round(dots_per_inch))


def _read_together(
    engine: Any, picture: "Image", dots_per_inch: float, boxes: Sequence[Pixels], size: float
) -> dict[Pixels, Line]:
    """What stands in the short ones of some boxes, read as one line; its own type size would be a mixture.

    Which gap between them suits the engine differs: those not read surely are tried with the next.
    """
    scale = 72 / dots_per_inch
    found: dict[Pixels, Line] = {}
    pieces = [box for box in boxes if is_piece(box, dots_per_inch)]
    ground = ground_of(picture) if pieces else 0
    for gap in GAPS:
        sure = {box for box, line in found.items() if line.is_sure()}
        left = [box for box in pieces if box not in sure]
        for start in range(0, len(left), MOST_PIECES):
            some = left[start : start + MOST_PIECES]
            strip = string_together(picture, some, dots_per_inch, ground, gap)
            _show(engine, strip.picture, dots_per_inch)
            for box, line in _lines_of_strip(strip, list(_recognise(engine, scale)), scale, size):
                if box not in found or found[box].confidence < line.confidence:
                    found[box] = line
    return found


def _lines_of_strip(
    strip: Strip, lines: Sequence[Line], scale: float, size: float
) -> Iterator[tuple[Pixels, Line]]:
    """The pieces of a strip in which words were read, with these."""
    read: dict[int, list[Item]] = {}
    for item in (item for line in lines for item in line.items):
        at = strip.piece_at(item.box)
        if at is not None:
            read.setdefault(at, []).append(item.moved(*strip.shift_of(at), scale, size))
    return ((strip.boxes[at], Line(items)) for at, items in read.items())


def _read_upright(engine: Any, picture: "Image", dots_per_inch: float) -> tuple["Image", int, list[Line]]:
    """The picture turned so that it can be read, the quarter turns to the left, and its lines.

    What stands upside down is read with next to no confidence; lines that run upwards are read, but stand
    on end.
    """
    tried: list[list[Line]] = []
    for turns in range(4):
        upright = turned(picture, 90 * turns)
        _show(engine, upright, dots_per_inch)
        tried.append(list(_recognise(engine, 72 / dots_per_inch)))
        if sum(line.letters for line in tried[-1]) < PROOF_LETTERS or are_upright(tried[-1]):
            return upright, turns, tried[-1]
    _show(engine, picture, dots_per_inch)  # as it is, where no other way is better
    return picture, 0, tried[0]


def _read_clearer(
    engine: Any, picture: "Image", dots_per_inch: float, lines: list[Line]
) -> tuple["Image", list[Line]]:
    """The picture without its ground, and what is read there, if that is surer and as complete."""
    from PIL import Image

    cleared = Image.fromarray(without_ground(np.asarray(picture)))
    _show(engine, cleared, dots_per_inch)
    again = list(_recognise(engine, 72 / dots_per_inch))
    complete = sum(line.letters for line in again) >= LEAST_KEPT * sum(line.letters for line in lines)
    if complete and mean_confidence(again) >= mean_confidence(lines) + LEAST_GAIN:
        return cleared, again
    return picture, lines


def are_upright(lines: Sequence[Line]) -> bool:
    """Whether lines were read surely, and lie."""
    letters = sum(line.letters for line in lines)
    lying = sum(line.letters for line in lines if line.box[2] - line.box[0] > line.box[3] - line.box[1])
    return mean_confidence(lines) >= READABLE and lying >= letters / 2


def usual_size(lines: Sequence[Line]) -> float:
    """The type size of the middle one of all words."""
    sizes = sorted(word.size for line in lines for word in line.words)
    return sizes[len(sizes) // 2] if sizes else USUAL_SIZE


def mean_confidence(lines: Sequence[Line]) -> float:
    """Mean confidence of a letter of all lines; in none it is full."""
    letters = sum(line.letters for line in lines)
    return sum(line.letters * line.confidence for line in lines) / letters if letters else 100.0


def _widened(box: Pixels, margin: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height of a box with a margin around it, inside the picture."""
    left, top = max(box[0] - margin, 0), max(box[1] - margin, 0)
    return left, top, min(box[2] + margin, size[0]) - left, min(box[3] + margin, size[1]) - top


def _recognise(engine: Any, scale: float) -> Iterator[Line]:
    """Lines of the picture, or of the rectangle that was set in it; a wide gap parts the cells of a row."""
    from tesserocr import RIL, iterate_level

    engine.Recognize()
    iterator = engine.GetIterator()
    if iterator is None:  # the engine refused the picture
        return
    items: list[Item] = []
    for item in iterate_level(iterator, RIL.WORD):
        if item.Empty(RIL.WORD):
            continue
        text, confidence = item.GetUTF8Text(RIL.WORD).strip(), item.Confidence(RIL.WORD)
        if not text or (confidence < LEAST_CONFIDENCE and not any(map(str.isalnum, text))):
            continue
        word = _word(item, RIL, text, scale)
        last = items[-1].word if items else word
        if item.IsAtBeginningOf(RIL.TEXTLINE) or word.x0 - last.x1 > CELL_GAP * last.size:
            if items:
                yield Line(items)
            items = []
        items.append(Item(word, item.BoundingBox(RIL.WORD), confidence))
    if items:
        yield Line(items)


def _word(item: Any, level: Any, text: str, scale: float) -> Word:
    box = item.BoundingBox(level.WORD)
    size = _size(item, level) * scale
    bottom = _base_line(item, level, box) * scale + DESCENT * size
    return Word(text, box[0] * scale, bottom - size, box[2] * scale, bottom, "ocr", round(size, 1))


def _size(item: Any, level: Any) -> float:
    """Type size in pixels, the same for all words of a line."""
    row = item.RowAttributes()
    return float(row["row_height"]) if row["row_height"] > 0 else _height(item.BoundingBox(level.WORD))


def _height(box: tuple[int, int, int, int]) -> float:
    return float(box[3] - box[1])


def _base_line(item: Any, level: Any, box: tuple[int, int, int, int]) -> float:
    line = item.Baseline(level.WORD)
    return (line[0][1] + line[1][1]) / 2 if line else float(box[3])
