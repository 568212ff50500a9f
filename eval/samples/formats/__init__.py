"""A report printed as a file of some format: Word, Excel, web page, PDF with ruled or unruled tables, scan.

Each format prints the same blocks; what it cannot have (hard line ends of a text dump) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.samples.document import Block, print_markdown, print_text
from eval.samples.options import Options

#: the formats that print every letter; a scan, which has to be recognised, is one more
FORMATS = ("txt", "md", "docx", "xlsx", "html", "pdf", "pdf-open")
SCAN = "scan"


def render(blocks: Sequence[Block], options: Options, form: str) -> bytes:
    """The report as the bytes of a file. ``pdf-open`` is a PDF whose tables have no ruled lines.

    ``scan`` is a PDF of pictures. Raises ValueError for an unknown format. PDF needs the optional package reportlab.
    """
    if form == "txt":
        return print_text(blocks, options).encode()
    if form == "md":
        return print_markdown(blocks, options).encode()
    if form not in {*FORMATS, SCAN}:
        raise ValueError(f"unknown format {form!r}: one of {', '.join((*FORMATS, SCAN))}")
    return _printer(form)(blocks, options)


def _printer(form: str) -> Callable[[Sequence[Block], Options], bytes]:
    if form == "docx":
        from eval.samples.formats.word import print_word

        return print_word
    if form == "xlsx":
        from eval.samples.formats.sheets import print_sheets

        return print_sheets
    if form == "html":
        from eval.samples.formats.web import print_web

        return print_web
    if form == SCAN:
        from eval.samples.formats.scan import print_scan

        return print_scan
    from eval.samples.formats.pdf import print_pdf

    return lambda blocks, options: print_pdf(blocks, options, ruled=form == "pdf")


def suffix(form: str) -> str:
    """The ending of the name of a file of some format."""
    return "pdf" if form == SCAN else form.partition("-")[0]
