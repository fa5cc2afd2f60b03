"""Writes numpy-printing.txt: arrays, and what NumPy 2.4 prints for them.

    python3 numpy-printing.py [CASES [MOST VALUES]] > numpy-printing.txt

A case is a line `dtype shape values`, the values in order (floats by their bits in hexadecimal), again and again where
the array has more; then NumPy's lines, then a line `%`. A case of shape `-` is one number.
"""
import random, sys
import numpy as np

random.seed(18)
rng = np.random.default_rng(18)
cases = int(sys.argv[1]) if len(sys.argv) > 1 else 40
most = int(sys.argv[2]) if len(sys.argv) > 2 else 16

def shape():
    kind = random.random()
    if kind < 0.35: return (random.choice([1, 2, 5, 7, 12, 20, 33, 90]),)
    if kind < 0.6: return (random.randint(1, 4), random.choice([1, 3, 9, 17, 30]))
    if kind < 0.75: return tuple(random.randint(1, 4) for _ in range(3))
    if kind < 0.85: return tuple(random.randint(1, 3) for _ in range(4))
    return random.choice([(1001,), (5000,), (40, 40), (7, 200), (2000, 1), (3, 3, 150), (9, 9, 14), (8, 2, 7, 10)])

def floats(n):
    kind = random.randrange(10)
    x = rng.standard_normal(n)
    if kind == 0: x = np.round(x, random.randint(0, 4))
    if kind == 1: x = np.round(x * 100)
    if kind == 2: x *= 10.0 ** random.randint(-12, 12)
    if kind == 3: x *= 10.0 ** rng.integers(-4, 4, n)
    if kind == 4: x = rng.integers(0, 256, n) / 255
    if kind == 5: x = x * 3 + 10.0 ** random.randint(3, 8)
    if kind == 6: x = rng.random(n) ** 8
    if kind == 7: x = rng.integers(0, 2, n)
    if kind == 8: x = rng.integers(0, 2**32, n, dtype=np.uint32).view(np.float32)
    if kind == 9: x = np.abs(x)
    x = x.astype(np.float32)
    if random.random() < 0.15:
        for special in random.sample([np.nan, np.inf, -np.inf, -0.0, 0.0], 2): x[random.randrange(n)] = special
    return x

np.seterr(all="ignore")
for _ in range(cases):
    if random.random() < 0.15:
        x = floats(1)
        print("float32 -", "%08x" % x.view(np.uint32)[0])
        print(x[0]); print("%")
        continue
    s = shape()
    n = int(np.prod(s))
    dtype = random.choice(["float32"] * 4 + ["uint8", "int32"])
    few = min(n, random.choice([n, 50, 13]), most)
    if dtype == "float32": values = floats(few)
    elif dtype == "uint8": values = rng.integers(0, random.choice([10, 256]), few).astype(np.uint8)
    else: values = rng.integers(-random.choice([1, 100]), random.choice([10, 1000]), few).astype(np.int32)
    a = np.resize(values, s)
    text = ["%08x" % v for v in values.view(np.uint32)] if dtype == "float32" else [str(v) for v in values]
    print(dtype, "x".join(map(str, s)), *text)
    print(a); print("%")
