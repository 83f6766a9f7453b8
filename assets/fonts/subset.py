"""Makes the two font files beside this one from BIZ UDPGothic 1.05 (OFL, no reserved font name).

    python3 subset.py FOLDER-OF-THE-ORIGINALS     (needs fonttools 4.68; originals: Debian's
                                                   fonts-morisawa-bizud-gothic 1.05-2)

Kept: Latin, Greek, Cyrillic, punctuation, arrows, shapes, kana, half and full width forms, and every
character of Windows-31J (JIS X 0208 with the NEC and IBM extensions), which is what names in a
Japanese network are written with. Left out: hinting and features for vertical text. 4.7 MB become 2.1.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x250), (0x370, 0x500), (0x2000, 0x2C00), (0x3000, 0x3400), (0xFF00, 0xFFF0)]
LEADS = [*range(0x81, 0xA0), *range(0xE0, 0xF0), *range(0xFA, 0xFD)]


def wanted():
    kept = {c for first, end in RANGES for c in range(first, end)}
    for lead in LEADS:
        for trail in range(0x40, 0xFD):
            try:
                kept.add(ord(bytes([lead, trail]).decode("cp932")))
            except (UnicodeDecodeError, TypeError):
                pass
    return kept


for weight in ("Regular", "Bold"):
    name = f"BIZUDPGothic-{weight}.ttf"
    font = TTFont(f"{sys.argv[1]}/{name}", recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["DSIG", "vhea", "vmtx", "meta", "gasp"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    font.save(name)
