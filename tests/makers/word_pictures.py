"""Word files with pictures, written out in tests: drawings, older pictures, objects of other
programs.

In: sizes in centimetres. Out: runs and packages. The pictures themselves are left out: nobody here
looks at one.
"""

from tests.makers.word_files import OFFICE, docx

_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_IMAGE = f'<Relationship Id="r7" Type="{OFFICE}/image" Target="media/image1.png"/>'
_EMU, _POINTS = 360_000, 72 / 2.54


def picture(width: float, height: float) -> str:
    """A paragraph that is a picture, as Word writes one today."""
    size = f'<wp:extent cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"/>'
    drawn = f'<a:graphic xmlns:a="a"><pic:pic xmlns:pic="{_PICTURE}"/></a:graphic>'
    return (
        "<w:p><w:r><w:drawing><wp:inline"
        f' xmlns:wp="wp">{size}{drawn}</wp:inline></w:drawing></w:r></w:p>'
    )


def older_picture(width: float, height: float) -> str:
    """The same as older programs write it."""
    style = f"width:{width * _POINTS:.1f}pt;height:{height * _POINTS:.1f}pt;visibility:visible"
    shape = f'<v:shape xmlns:v="v" style="{style}"><v:imagedata r:id="r7"/></v:shape>'
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def embedded() -> str:
    """A sheet of a spreadsheet inside the document."""
    shown = '<o:OLEObject xmlns:o="o" Type="Embed" ProgID="Excel.Sheet.12" r:id="r8"/>'
    return f"<w:p><w:r><w:object>{shown}</w:object></w:r></w:p>"


def with_pictures(*blocks: str) -> bytes:
    """The document of these blocks, with the part of a picture beside it."""
    return docx(*blocks, links=_IMAGE, more={"word/media/image1.png": b"picture"})
