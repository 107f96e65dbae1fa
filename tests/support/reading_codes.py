"""QR codes read as a phone reads them: from a picture, blurred as well."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

#: Dots of a page at 200 dpi for each pixel of the page, and how much a hand or a lens blurs them.
PRINTED, BLUR = 200 / 96, 1.2
_SOURCE = re.compile(r'src="data:image/svg\+xml;charset=utf-8,([^"]*)" [^>]*width="(\d+)"')


def codes_in(picture: Image.Image) -> list[str]:
    """Return what stands in the codes of a picture, as it is and blurred; each must be read both times."""
    plain = picture.convert("L")
    found = [_read(plain), _read(plain.filter(ImageFilter.GaussianBlur(BLUR)))]
    assert found[0] == found[1]
    return found[0]


def codes_in_file(png: bytes) -> list[str]:
    return codes_in(Image.open(BytesIO(png)))


def _read(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return sorted(code.text for code in found)


def drawn(html: str) -> Image.Image:
    """Return the code of a document as it is printed at 200 dpi."""
    source, width = _SOURCE.search(html).groups()  # type: ignore[union-attr]
    svg = unquote(source)
    modules = int(re.search(r"viewBox='0 0 (\d+)", svg)[1])  # type: ignore[index]
    size = round(int(width) * PRINTED)
    whole = Image.new("L", (modules * 8, modules * 8), 255)
    pen = ImageDraw.Draw(whole)
    x, y = 0.0, 0.0
    for move, values in re.findall(r"([Mmh])([-\d. ]+)", svg.rpartition(" d='")[2]):
        given = [float(value) for value in values.split()]
        if move == "h":
            pen.rectangle((x * 8, (y - 0.5) * 8, (x + given[0]) * 8 - 1, (y + 0.5) * 8 - 1), fill=0)
            x += given[0]
        else:
            x, y = (given[0], given[1]) if move == "M" else (x + given[0], y + given[1])
    return whole.resize((size, size), Image.Resampling.BOX)
