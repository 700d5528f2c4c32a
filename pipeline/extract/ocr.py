"""The picture of a page becomes words; the only file that knows tesserocr."""

import os
import site
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pipeline.errors import MissingComponentError
from pipeline.records import Word

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "deu"  # reads German strategies better than German and English together, in less time
DESCENT = 0.22  # share of the type size that hangs below the base line
LEAST_CONFIDENCE = 15.0  # of 100; below this, specks without a letter are dropped

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
    """What OCR read on a picture, in the order in which it reads; boxes and size in points."""

    width: float
    height: float
    words: tuple[Word, ...]


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
    with ThreadPoolExecutor(threads) as pool:
        try:
            for picture, dots_per_inch in pictures:
                waiting.append(pool.submit(_read_idly, idle, picture, dots_per_inch))
                if len(waiting) > threads:  # pages wait as pictures, which are large
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
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
    """Read one picture."""
    from tesserocr import RIL, iterate_level

    engine.SetImage(picture)
    engine.SetSourceResolution(round(dots_per_inch))
    engine.Recognize()
    scale = 72 / dots_per_inch
    found = (_word(item, RIL, scale) for item in iterate_level(engine.GetIterator(), RIL.WORD))
    words = tuple(word for word in found if word is not None)
    return Reading(picture.size[0] * scale, picture.size[1] * scale, words)


def _word(item: Any, level: Any, scale: float) -> Word | None:
    if item.Empty(level.WORD):
        return None
    text, box = item.GetUTF8Text(level.WORD).strip(), item.BoundingBox(level.WORD)
    if not text or (item.Confidence(level.WORD) < LEAST_CONFIDENCE and not any(map(str.isalnum, text))):
        return None
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
