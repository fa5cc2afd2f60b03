"""Writes the image fixtures, and what Pillow reads from the JPEG ones. They were written by Pillow 13.0.0 with
libjpeg-turbo 3.2.0:

    python generate.py
"""
import struct
import zlib
import numpy as np
from PIL import Image


def place(height, width, channels):
    return np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")


# 5 rows of 7 pixels, each sample given by its place.
y, x, c = place(5, 7, 4)
pixels = ((37 * y + 61 * x + 89 * c) % 256).astype("u1")
gray, colour = pixels[:, :, 0], np.ascontiguousarray(pixels[:, :, :3])
bits = Image.fromarray(((x + y) % 2 * 255).astype("u1")[:, :, 0]).convert("1")

Image.fromarray(gray).save("gray.png")
Image.fromarray(gray).save("gray.pgm")
Image.fromarray(colour).save("colour.png")
Image.fromarray(colour).save("colour.ppm")
Image.fromarray(pixels).save("colour-alpha.png")
Image.fromarray(np.ascontiguousarray(pixels[:, :, [0, 3]]), "LA").save("gray-alpha.png")
Image.fromarray(gray.astype("u2") * 257).save("gray-16.png")
bits.save("bits.png")
bits.save("bits.pbm")
palette = Image.fromarray(colour).quantize(64)
palette.save("palette.png")
palette.save("palette-transparent.png", transparency=bytes(range(0, 35 * 7, 7)))


# Pillow writes neither 16-bit colour nor interlaced PNG.
def save_png(name, depth, interlace, rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 7, 5, depth, 2, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


save_png("colour-16.png", 16, 0, (colour.astype("u4") * 257).astype(">u2"))
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
save_png("interlaced.png", 8, 1, [row for left, top, dx, dy in passes for row in colour[top::dy, left::dx] if row.size])

for name in ("colour-alpha", "colour-16", "palette", "palette-transparent", "interlaced"):
    assert (np.array(Image.open(name + ".png").convert("RGB")) == colour).all(), name

# A smooth picture with an edge.
y, x, c = place(20, 24, 3)
picture = 120 + 80 * np.sin(x / 5 + c) + 50 * np.cos(y / 4) + (x > 12) * 40 * (c - 1)
picture = Image.fromarray(np.clip(picture, 0, 255).astype("u1"))
turned = Image.Exif()
turned[0x0112] = 6
picture.save("colour.jpg", quality=85)
picture.save("colour-444.jpg", quality=90, subsampling=0)
picture.save("progressive.jpg", quality=85, progressive=True)
picture.save("turned.jpg", quality=85, exif=turned)
picture.convert("L").save("gray.jpg", quality=85)
picture.convert("CMYK").save("cmyk.jpg", quality=85)
for name, kind in (("colour.jpg", "ppm"), ("colour-444.jpg", "ppm"), ("gray.jpg", "pgm")):
    Image.open(name).save(f"{name}.{kind}")
