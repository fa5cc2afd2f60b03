"""Writes png-kinds.json.gz: PNG files of every colour type, depth and interlacing, each with chunks that tell how its
samples should look, and the pixels that Pillow 13.0.0 reads from them:

    python kinds.py
"""
import base64
import gzip
import io
import json
import random
import struct
import zlib

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 5, 3
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rows(samples, depth):
    """The rows of each pass, packed, without filter."""
    for row in samples:
        bits = "".join(format(int(sample), f"0{depth}b") for sample in row.ravel())
        bits += "0" * (-len(bits) % 8)
        yield b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")


def png(colour, depth, interlaced, looks, seed):
    values = np.random.default_rng(seed).integers(0, 1 << depth, (HEIGHT, WIDTH, SAMPLES[colour]))
    passes = PASSES if interlaced else [(0, 0, 1, 1)]
    data = b"".join(
        row for left, top, dx, dy in passes if values[top::dy, left::dx].size
        for row in rows(values[top::dy, left::dx], depth))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, interlaced))
    file += b"".join(chunk(kind, looks[kind]) for kind in looks)
    if colour == 3:
        file += chunk(b"PLTE", random.Random(seed).randbytes(3 << depth))
        file += chunk(b"tRNS", random.Random(seed).randbytes(1 << depth))
    elif colour in (0, 2) and seed % 2:
        file += chunk(b"tRNS", b"".join(struct.pack(">H", int(sample)) for sample in values[0, 0]))
    return file + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


LOOKS = [
    {b"gAMA": struct.pack(">I", 100000)},
    {b"gAMA": struct.pack(">I", 45455)},
    {b"gAMA": struct.pack(">I", 200000),
     b"cHRM": struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)},
    {b"sRGB": b"\0"},
    {b"gAMA": struct.pack(">I", 55555), b"pHYs": struct.pack(">IIB", 2835, 2835, 1)},
]

found = []
for colour, depths in DEPTHS.items():
    for depth in depths:
        for interlaced in (0, 1):
            seed = len(found)
            looks = LOOKS[seed % len(LOOKS)]
            file = png(colour, depth, interlaced, looks, seed)
            image = Image.open(io.BytesIO(file))
            if depth == 16 and colour == 0:
                # Pillow keeps 16 bits of gray, and its convert("RGB") makes all above 255 white. TensorFlow and OpenCV
                # take the upper 8 bits, as Pillow itself does of 16-bit colour.
                pixels = np.repeat((np.array(image).astype(int) >> 8).astype("u1")[:, :, None], 3, 2)
            else:
                pixels = np.array(image.convert("RGB"))
            found.append({
                "name": f"colour type {colour}, {depth} bits, {'interlaced' if interlaced else 'in rows'}, "
                        + ", ".join(kind.decode() for kind in looks),
                "file": base64.b64encode(file).decode(), "height": HEIGHT, "width": WIDTH, "tolerance": 0,
                "pixels": base64.b64encode(pixels.tobytes()).decode()})

with open("png-kinds.json.gz", "wb") as out:
    out.write(gzip.compress(json.dumps(found).encode(), 9, mtime=0))
