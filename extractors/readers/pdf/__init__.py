"""Reader for PDF: what each page shows, put in reading order by coordinates. The order of the file tells nothing.

Ruled tables are read by their lines, all else by where words stand; a table that goes on over pages is one. Pages
without text are pictures: their text is recognised where the extra for that is installed, and said to be; else they
are not read, and the report says so.
"""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from extractors.errors import ReadError
from extractors.readers.document import Document, LineMark
from extractors.readers.pdf import recognition
from extractors.readers.pdf.lines import Line, lines_of, spread
from extractors.readers.pdf.unruled import Open, Region, opened, regions_of
from extractors.readers.pdf.unruled import goes_on as unruled_goes_on
from extractors.readers.writing import Writer
from extractors.text import fold

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2 as pdfium
    from PIL.Image import Image

    from extractors.readers.pdf.page import Page
    from extractors.readers.pdf.ruled import Grid

#: no report has more pages
MAX_PAGES = 600
#: a page is a picture where pictures cover so much of it; of no more pages a text is recognised
_PICTURED, MAX_RECOGNISED = 0.3, 80
#: a picture is taken for a page of this width, in points; larger ones are not opened
PAGE_WIDTH, _MOST_PIXELS = 595.0, 80_000_000
#: the part of the height of a page, at its top and bottom, in which its number and running titles stand
_MARGIN = 0.1
_PAGE_NUMBER = re.compile(r"^[-—–~·.]*+(?:第?\d{1,4}页?(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4})[-—–~·.]*$")
#: so far from the right edge of the text, in characters, a full line may end; so far from the left one it may begin
_SHORT, _INDENT = 2.2, 1.0
#: a line that no stop ends may be shorter, and go on
_RAGGED, _ENDS = 8.0, "。！？：；"
#: so many lines, and such a part of all, keep to the edge of the text; so many of one size have edges of their own
_FEW, _PART, _OF_SIZE = 3, 0.08, 10
#: lines whose sizes differ by no more of them are of one size
_ONE_SIZE = 0.15
#: room between lines, in the usual room, that parts them
_ROOM = 1.6
#: a line printed on so many pages is a running title; one with so many letters may have a number in it
_RUNNING, _WORDS = 3, 6
_NUMBERS = re.compile(r"\d+")


@dataclass(slots=True)
class _Shown:
    """A page with its tables and lines told apart."""

    page: Page
    grids: list[Grid]
    lines: list[Line]
    open: list[Open] = field(default_factory=list)

    @property
    def items(self) -> list[Grid | Open | Line]:
        """Tables and lines from top to bottom."""
        items: list[Grid | Open | Line] = [*self.grids, *self.open, *self.lines]
        return sorted(items, key=lambda item: item.box[1])


def read_pdf(name: str, data: bytes) -> Document:
    """Read the bytes of a PDF. Raises ReadError for a damaged, locked, empty or oversized one, or one of pictures."""
    shown = [_shown(page) for page in _pages(name, data)]
    _drop_running(shown)
    if not any(s.page.glyphs for s in shown):
        if recognition.is_available():
            raise ReadError(f"{name}：{len(shown)}页都没有文字，图像里也没有识别出文字；请检查文件")
        raise ReadError(
            f"{name}：{len(shown)}页都没有文字层，是扫描件或图片；请先用文字识别（OCR）软件转换，"
            "或改用网页、Word、Excel 版本"
        )
    return _written(name, shown)


def read_picture(name: str, data: bytes) -> Document:
    """Read the bytes of a picture of a page, or of several in one file. Raises ReadError where that cannot be done."""
    from PIL import Image as images
    from PIL import ImageOps, ImageSequence, UnidentifiedImageError

    from extractors.readers.pdf.page import Page

    if not recognition.is_available():
        raise ReadError(
            f"{name}：这是图片，读取它需要文字识别组件；请安装 juesuan[ocr]，或改用 PDF、网页、Word、Excel 版本"
        )
    shown: list[_Shown] = []
    try:
        with images.open(io.BytesIO(data)) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if frame.width * frame.height > _MOST_PIXELS or number > MAX_RECOGNISED:
                    raise ReadError(f"{name}：图片过大（{frame.width}×{frame.height}），不是一页报告；请缩小后重试")
                upright = ImageOps.exif_transpose(frame.convert("RGB"))
                page = Page(number, PAGE_WIDTH, PAGE_WIDTH * upright.height / max(upright.width, 1), pictured=1.0)
                recognition.recognise(_pixels(upright), page)
                shown.append(_shown(page))
    except (UnidentifiedImageError, OSError, ValueError, images.DecompressionBombError):
        raise ReadError(f"{name}：图片已损坏，无法打开；请重新保存") from None
    if not any(s.page.glyphs for s in shown):
        raise ReadError(f"{name}：图片里没有识别出文字；请检查文件")
    return _written(name, shown)


def _pixels(image: Image) -> np.ndarray[Any, Any]:
    """A picture as rows of pixels, no finer than is of use."""
    import numpy as np

    widest = round(PAGE_WIDTH / 72 * recognition.DPI * 1.5)
    if image.width > widest:
        image = image.resize((widest, round(image.height * widest / image.width)))
    return np.asarray(image)


def _pages(name: str, data: bytes) -> Iterator[Page]:
    import pypdfium2 as pdfium

    from extractors.readers.pdf.page import IN_TURN, read_page

    try:
        with IN_TURN:
            document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{name}：PDF 设了打开密码，无法读取；请解除密码后重试") from None
        raise ReadError(f"{name}：PDF 已损坏，无法打开；请重新下载或重新导出") from None
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise ReadError(f"{name}：PDF 有{count}页，超过{MAX_PAGES}页，不是一份决算报告；请拆分后分别导入")
        read = 0
        for index in range(count):
            try:
                with IN_TURN:
                    page = read_page(document, index)
                if _is_picture(page) and recognition.is_available() and read < MAX_RECOGNISED:
                    read += 1
                    recognition.recognise(_image(document, index), page)
                yield page
            except pdfium.PdfiumError:
                raise ReadError(f"{name}：PDF 第{index + 1}页已损坏，无法读取；请重新下载或重新导出") from None
    finally:
        with IN_TURN:
            document.close()


def _is_picture(page: Page) -> bool:
    """Whether a page is a picture without text."""
    return not page.glyphs and page.pictured >= _PICTURED


def _image(document: pdfium.PdfDocument, index: int) -> np.ndarray[Any, Any]:
    """The page as rows of RGB pixels, as it is shown."""
    import numpy as np

    from extractors.readers.pdf.page import IN_TURN, drawable

    with IN_TURN:
        page = document[index]
        try:
            scale = drawable(page.get_width(), page.get_height(), recognition.DPI / 72)
            return np.asarray(page.render(scale=scale).to_pil().convert("RGB"))
        finally:
            page.close()


def _shown(page: Page) -> _Shown:
    from extractors.readers.pdf.ruled import grids_of

    grids, rest = grids_of(page)
    return _Shown(page, grids, [line for line in lines_of(rest) if not _is_page_number(line, page)])


def _is_page_number(line: Line, page: Page) -> bool:
    return _in_margin(line, page) and bool(_PAGE_NUMBER.match(fold(line.text)))


def _in_margin(line: Line, page: Page) -> bool:
    _, top, _, bottom = line.box
    return bottom < _MARGIN * page.height or top > (1 - _MARGIN) * page.height


def _drop_running(shown: Sequence[_Shown]) -> None:
    """Take away the lines at the top and bottom of pages that most pages repeat, whatever number the page has."""
    seen = Counter(_repeated(line) for s in shown for line in s.lines if _in_margin(line, s.page))
    least = max(_RUNNING, len(shown) // 2)
    running = {text for text, times in seen.items() if times >= least}
    for s in shown:
        s.lines = [line for line in s.lines if not (_in_margin(line, s.page) and _repeated(line) in running)]


def _repeated(line: Line) -> str:
    """A line as other pages repeat it: where it is of words, without the numbers in it."""
    text = fold(line.text)
    words = _NUMBERS.sub("#", text)
    return words if sum(c.isalpha() for c in words) >= _WORDS else text


def _written(name: str, shown: Sequence[_Shown]) -> Document:
    from extractors.readers.pdf.ruled import columns_over

    writer = Writer(name)
    flow = _Flow(shown)
    _open_tables(shown)
    columns: dict[int, list[float]] = {}
    first: set[int] = set()
    for run in _tables_over_pages(shown):
        first.add(id(run[0]))
        begins = columns_over(run)
        columns.update({id(grid): begins for grid in run})
    for s in shown:
        writer.page(s.page.recognised or s.page.laid_under)
        before: Line | None = None
        for item in s.items:
            if isinstance(item, Open):
                is_rest = not item.first
                for cells in item.cells:
                    writer.row(cells, is_rest)
                    is_rest = True
                before = None
                continue
            if not isinstance(item, Line):
                is_rest = id(item) not in first
                for row in item.rows(columns[id(item)]):
                    writer.row(row, is_rest)
                    is_rest = True
                before = None
                continue
            mark = flow.mark(s, before, item)
            if mark.apart:
                writer.blank()
            writer.line(spread(item, flow.left(s), flow.column(s)), mark)
            before = item
        flow.end_page(s, before)
    return writer.document(_unread([s.page for s in shown]))


def _unread(pages: Sequence[Page]) -> Iterator[str]:
    """What of the pages was not read, and why."""
    pictures = [page.number for page in pages if not page.recognised and _is_picture(page)]
    if pictures:
        why = "超出一次识别的页数" if recognition.is_available() else "没有安装文字识别组件 juesuan[ocr]"
        yield f"{_listed(pictures)}是没有文字的图片，{why}，没有读取"
    cut = [page.number for page in pages if page.cut]
    if cut:
        yield f"{_listed(cut)}的文字或线条过多，没有读完"


def _listed(pages: Sequence[int]) -> str:
    """第3、5—8页: the numbers of pages, with those that follow one another as a run."""
    runs: list[list[int]] = []
    for number in pages:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"第{'、'.join(str(r[0]) if len(r) == 1 else f'{r[0]}—{r[-1]}' for r in runs)}页"


def _open_tables(shown: Sequence[_Shown]) -> None:
    """Take the lines of tables without ruled lines out of those of their pages, where they are tables without doubt."""
    runs: list[list[Region]] = []
    whose: dict[int, _Shown] = {}
    last: Region | None = None
    for s in shown:
        items = s.items
        regions = regions_of(s.lines)
        for region in regions:
            whose[id(region)] = s
            at_top = bool(items) and items[0] is region.lines[0]
            if at_top and last is not None and unruled_goes_on(last, region):
                runs[-1].append(region)
            else:
                runs.append([region])
        ends = bool(regions and items) and items[-1] is regions[-1].lines[-1]
        last = regions[-1] if ends else None
    for table in opened(runs):
        s = whose[id(table.region)]
        taken = {id(line) for line in table.region.lines}
        s.lines = [line for line in s.lines if id(line) not in taken]
        s.open.append(table)


def _tables_over_pages(shown: Sequence[_Shown]) -> list[list[Grid]]:
    """Ruled tables, each with those of the next pages on which it goes on."""
    from extractors.readers.pdf.ruled import goes_on

    runs: list[list[Grid]] = []
    last: Grid | None = None
    for s in shown:
        items = s.items
        for number, item in enumerate(items):
            if isinstance(item, Line | Open):
                last = None
                continue
            if number == 0 and last is not None and goes_on(last, item):
                runs[-1].append(item)
            else:
                runs.append([item])
            last = item if number == len(items) - 1 else None
    return runs


class _Flow:
    """Which lines go on with those above them: by the edges of the text, as the pages that look alike have them."""

    def __init__(self, shown: Sequence[_Shown]) -> None:
        self._long: dict[tuple[int, int], list[Line]] = {}
        groups: dict[tuple[int, int], list[Line]] = {}
        for s in shown:
            groups.setdefault(self._kind(s), []).extend(s.lines)
        for kind, lines in groups.items():
            self._long[kind] = [line for line in lines if len(line.glyphs) >= 15] or lines
        self._left = {kind: _margin([line.box[0] for line in long]) for kind, long in self._long.items() if long}
        self._edges: dict[tuple[int, int, float], tuple[float, float]] = {}
        self._last: tuple[tuple[int, int], Line] | None = None
        self._pitch = {id(s): _pitch(s.lines) for s in shown}

    @staticmethod
    def _kind(s: _Shown) -> tuple[int, int]:
        return round(s.page.width), round(s.page.height)

    def left(self, s: _Shown) -> float:
        return self._left.get(self._kind(s), 0.0)

    def column(self, s: _Shown) -> float:
        """The width of a Latin character: half that of a Chinese one."""
        widths = [g.x1 - g.x0 for line in s.lines for g in line.glyphs if "\u4e00" <= g.text <= "\u9fff"]
        return max(median(widths) / 2, 1.0) if widths else 5.0

    def mark(self, s: _Shown, above: Line | None, line: Line) -> LineMark:
        """What the place of a line tells of it."""
        apart = above is not None and line.base - above.base > _ROOM * self._pitch[id(s)]
        before = above
        if above is None and self._last is not None and self._last[0] == self._kind(s):
            before = self._last[1]
        self._last = None
        return LineMark(goes_on=self._goes_on(s, before, line) if before is not None else None, apart=apart)

    def end_page(self, s: _Shown, last: Line | None) -> None:
        self._last = (self._kind(s), last) if last is not None else None

    def _goes_on(self, s: _Shown, before: Line, line: Line) -> bool | None:
        """Whether a line carries on the one before it; None where their places leave it open."""
        size = max(line.size, before.size) * 0.9
        if abs(line.size - before.size) > _ONE_SIZE * size:
            return False
        left, right = self._edges_at(self._kind(s), line.size)
        full = before.box[2] > right - _SHORT * size
        indented = line.box[0] > left + _INDENT * size
        if full and not indented:
            return True
        if not indented and before.text[-1:] not in _ENDS and before.box[2] > right - _RAGGED * size:
            return True  # what may not be parted, such as （类）, went over to the next line whole
        if not full and before.box[0] <= left + 3 * size:
            return False
        return False if indented and full else None

    def _edges_at(self, kind: tuple[int, int], size: float) -> tuple[float, float]:
        """The left and right edge of the text of a size: captions in small type may keep to others than the text."""
        at = (*kind, round(size, 1))
        if at not in self._edges:
            long = self._long[kind]
            alike = [line for line in long if abs(line.size - size) <= _ONE_SIZE * size]
            kept = alike if len(alike) >= _OF_SIZE else long
            rights = sorted(line.box[2] for line in kept)
            self._edges[at] = _margin([line.box[0] for line in kept]), rights[int(0.9 * (len(rights) - 1))]
        return self._edges[at]


def _margin(edges: Sequence[float]) -> float:
    """The left edge of the text: the leftmost one that several lines keep to, since captions may stand further out."""
    kept = Counter(round(x / 2) for x in edges)
    least = max(_FEW, _PART * len(edges))
    usual = [x for x in edges if kept[round(x / 2)] >= least]
    return min(usual or edges)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between the lines of a page."""
    rooms = [b.base - a.base for a, b in itertools.pairwise(lines)]
    return median(rooms) if rooms else 0.0
