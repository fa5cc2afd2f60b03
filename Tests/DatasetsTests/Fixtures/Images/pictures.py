"""Writes picture-kinds.json.gz: small BMP, GIF, TIFF, WebP, JPEG and PPM files of every kind that Pillow 13.0.0 writes, and
a few that it only reads, with the pixels that it reads from them:

    python pictures.py
"""
import base64
import gzip
import io
import json
import struct

import numpy as np
from PIL import Image

random = np.random.default_rng(18)
rgb = random.integers(0, 256, (5, 7, 3), dtype="u1")
gray = np.ascontiguousarray(rgb[:, :, 0])
rgba = random.integers(0, 256, (5, 7, 4), dtype="u1")
colour, palette = Image.fromarray(rgb), Image.fromarray(rgb).quantize(30)
images = {"RGB": colour, "L": Image.fromarray(gray), "1": Image.fromarray(gray).convert("1"), "P": palette,
          "few colours": colour.quantize(10), "two colours": colour.quantize(2), "RGBA": Image.fromarray(rgba)}
y, x, c = np.meshgrid(np.arange(20), np.arange(24), np.arange(3), indexing="ij")
smooth = Image.fromarray(
    np.clip(120 + 80 * np.sin(x / 5 + c) + 50 * np.cos(y / 4) + (x > 12) * 40 * (c - 1), 0, 255).astype("u1"))

found = []


def add(name, file, tolerance=0, pixels=None):
    if pixels is None:
        pixels = np.array(Image.open(io.BytesIO(file)).convert("RGB"))
    height, width = pixels.shape[:2]
    found.append({"name": name, "file": base64.b64encode(file).decode(), "height": height, "width": width,
                  "tolerance": tolerance, "pixels": base64.b64encode(pixels.tobytes()).decode()})


def save(image, format, **options):
    memory = io.BytesIO()
    image.save(memory, format, **options)
    return memory.getvalue()


for name, image in images.items():
    add(f"BMP {name}", save(image, "BMP"))
    add(f"GIF {name}", save(image, "GIF"))
    if name != "RGBA":
        add(f"TIFF {name}", save(image, "TIFF"))
add("BMP of Windows 2: 12 bytes of header", b"BM" + struct.pack("<IHHIIHHHH", 26 + 8 * 3, 0, 0, 26, 12, 2, 3, 1, 24)
    + bytes(range(6)) + b"\0\0" + bytes(range(6, 12)) + b"\0\0" + bytes(range(12, 18)) + b"\0\0")
add("BMP from the top", b"BM" + struct.pack("<IHHIIiiHHIIIIII", 54 + 8 * 3, 0, 0, 54, 40, 2, -3, 1, 24, 0, 0, 0, 0, 0, 0)
    + bytes(range(6)) + b"\0\0" + bytes(range(6, 12)) + b"\0\0" + bytes(range(12, 18)) + b"\0\0")
# Five bits of 31 are spread over 0 to 255: one level is a matter of rounding.
add("BMP 16 bits", b"BM" + struct.pack("<IHHIIiiHHIIIIII", 54 + 16 * 2, 0, 0, 54, 40, 8, 2, 1, 16, 0, 0, 0, 0, 0, 0)
    + struct.pack("<16H", *random.integers(0, 1 << 15, 16)), tolerance=1)
for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
    add(f"TIFF {compression}", save(colour, "TIFF", compression=compression), tolerance=int(compression == "jpeg"))
add("TIFF group4", save(images["1"], "TIFF", compression="group4"))
wide = random.integers(0, 1 << 16, (5, 7)).astype("u2")
add("TIFF 16 bits", save(Image.fromarray(wide), "TIFF"), 1, np.repeat((wide >> 8).astype("u1")[:, :, None], 3, 2))
add("TIFF of two pages", save(colour, "TIFF", save_all=True, append_images=[palette]))
add("GIF with a transparent colour", save(palette, "GIF", transparency=3))
add("GIF of three pictures", save(palette, "GIF", save_all=True, append_images=[images["L"], images["1"]]))
add("GIF interlaced", save(palette, "GIF", interlace=1))
add("GIF with a comment", save(palette, "GIF", comment=b"a comment " * 40))
lossless = save(colour, "WEBP", lossless=True, exact=True)
add("WebP lossless", lossless)
add("WebP", save(smooth, "WEBP", quality=80), tolerance=1)
add("WebP with alpha", save(images["RGBA"], "WEBP", lossless=True, exact=True))
add("WebP with a profile", save(colour, "WEBP", lossless=True, exact=True, icc_profile=b"profile " * 20))
add("JPEG CMYK", save(smooth.convert("CMYK"), "JPEG", quality=85), tolerance=1)
add("JPEG progressive", save(smooth, "JPEG", progressive=True), tolerance=1)
add("JPEG 4:2:2", save(smooth, "JPEG", subsampling=1), tolerance=1)
add("JPEG in RGB", save(smooth, "JPEG", keep_rgb=True), tolerance=1)
add("PGM 16 bits", b"P5 7 5 65535\n" + wide.astype(">u2").tobytes(), 1, np.repeat((wide / 257).round().astype("u1")[:, :, None], 3, 2))
wide = random.integers(0, 1 << 16, (5, 7, 3)).astype("u2")
add("PPM 16 bits", b"P6 7 5 65535\n" + wide.astype(">u2").tobytes(), 1)
add("PPM to 100", b"P6 # a comment\n7 5\n100\n" + (rgb % 101).tobytes(), 1)
add("PPM in text", b"P3 7 5 255\n" + b" ".join(str(v).encode() for v in rgb.ravel()) + b"\n")
add("PGM in text, 16 bits", b"P2 7 5 1000\n" + b"\n".join(str(int(v) * 3).encode() for v in gray.ravel()), 1, np.repeat(np.round(gray.astype(int) * 3 * 255 / 1000).clip(0, 255).astype("u1")[:, :, None], 3, 2))
add("PBM in text", b"P1 7 2\n0 1 0 1 1 0 0\n0101100\n")

with open("picture-kinds.json.gz", "wb") as out:
    out.write(gzip.compress(json.dumps(found).encode(), 9, mtime=0))
