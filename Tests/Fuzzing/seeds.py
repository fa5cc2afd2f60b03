"""Writes the seeds of the fuzzers, a small valid file of each kind, into Seeds/READER:

    python3 seeds.py          # needs only Python; images, arrays and pickles are the fixtures of the readers' tests
"""
import base64, gzip, io, json, struct, tarfile, zipfile
from pathlib import Path

here = Path(__file__).resolve().parent
fixtures = here.parent / "DatasetsTests" / "Fixtures"


def write(reader, name, data):
    folder = here / "Seeds" / reader
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def copy(reader, *patterns):
    for pattern in patterns:
        for file in sorted(fixtures.glob(pattern)):
            write(reader, file.name, file.read_bytes())


def idx(shape, elements):
    return bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + bytes(elements)


def npy(descr, order, shape, elements):
    header = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + elements


def packed(data):
    return gzip.compress(data, 9, mtime=0)


def tar(files):
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    # Two empty blocks are the end; more of them only fill a tape's record.
    return memory.getvalue().rstrip(b"\0") + bytes(1024)


def zipped(files, compression):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return memory.getvalue()


images, labels = idx([3, 2, 2], range(12)), idx([3], [0, 2, 1])
for name, data in (("images", images), ("labels", labels), ("colour", idx([1, 2, 2, 3], range(12)))):
    write("idx", name, data)
    write("idx", name + ".gz", packed(data))

copy("npy", "*.npy")
for descr, size in (("|b1", 1), ("|i1", 1), ("<i2", 2), (">i4", 4), ("<i8", 8), ("<f2", 2), (">f4", 4), ("<f8", 8)):
    write("npy", f"fortran{descr[1:]}.npy", npy(descr, True, (2, 2, 3), bytes(range(12 * size))))
write("npy", "squares.npy.gz", packed(npy("|u1", False, (2, 16), bytes(range(32)))))
write("npy", "labels.npy", npy("<i8", False, (3,), struct.pack("<3q", 0, 2, 1)))

write("npy", "text.npy", npy("<U3", False, (3,), "catdogcat".encode("utf-32-le")))
write("npy", "onehot.npy", npy("|b1", False, (2, 3), bytes([0, 1, 0, 1, 0, 0])))
write("npy", "channels-first.npy", npy("|u1", False, (1, 3, 8, 8), bytes(192)))

copy("pickle", "*.p", "*.pkl.gz")

row = ",".join(map(str, range(16)))
names = ",".join(f"pixel{k}" for k in range(16))
write("csv", "kaggle", f"label,{names}\n3,{row}\n4,{row}\r\n".encode())
write("csv", "kaggle-test", f"{names}\n{row}\n".encode())
write("csv", "mnist", f"\ufeff3,{row}\n\n0, {row}".encode())
write("csv", "packed.gz", packed(f'"y",{names}\n3,{row}\n'.encode()))
write("csv", "semicolons", f",label,{names}\n0,a,{row}\n1,b,{row}\n".replace(",", ";").encode())
write("csv", "quoted", "\r".join(f'"{k}"\t"1,5"\t' + row.replace(",", "\t") for k in "ABA").encode())
write("csv", "utf-16", f"{names},class\r\n{row},1e-3\r\n{row},0.5\r\n".encode("utf-16"))
many = [",".join(str((7 * i + 3 * k) % 17) for k in range(64)) for i in range(4)]
write("csv", "label-last", "".join(f"{pixels},{i % 2}\n" for i, pixels in enumerate(many)).encode())
write("csv", "index-first", "".join(f"{i} {i % 2} {pixels.replace(',', '  ')} \n" for i, pixels in enumerate(many)).encode())
write("csv", "one-hot", "".join(f"{pixels},{int(i < 2)},{int(i >= 2)}\n" for i, pixels in enumerate(many)).encode())

record = bytes([7]) + bytes(range(256)) * 12
write("cifar", "one", record)
write("cifar", "packed.gz", packed(record))

gtsrb = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\r\n"
kaggle = "Width,Height,Roi.X1,Roi.Y1,Roi.X2,Roi.Y2,ClassId,Path\n"
write("table", "gtsrb", (gtsrb + "00000.ppm;29;30;5;6;24;25;14\r\n00001.ppm;30;30;5;5;25;25;0\r\n").encode())
write("table", "kaggle", ("\ufeff" + kaggle + "27,26,5,5,22,20,20,Train/20/00020.png\n\n").encode())

write("table", "words", b'id;"breed"\r7;pug\r8;"boxer ""2"""\r')
write("table", "one-hot", b"image_id,healthy,rust\na.png,1,0\nb.png,0,1.0\n")
write("table", "bare", "0.png\tcat\n1.png\tdog\n".encode("utf-16"))

networks = here.parent / "NeuralNetworkTests" / "Fixtures" / "onnx"
for name in ("onnx", "safetensors"):
    for file in sorted(networks.glob(f"*.{name}")):
        write(name, file.name, file.read_bytes())

copy("png", "Images/*.png")
copy("jpeg", "Images/*.jpg")
copy("netpbm", "Images/*.p[bgp]m")
for picture in json.loads(gzip.decompress((fixtures / "Images" / "picture-kinds.json.gz").read_bytes())):
    name = picture["name"].lower()
    if name.split()[0] in ("bmp", "gif", "webp", "tiff"):
        write(name.split()[0], name.replace(" ", "-").replace(",", "").replace(":", ""), base64.b64decode(picture["file"]))
write("netpbm", "plain.pbm", b"P1 3 2 # bits\n101 0 1 0\n")
write("netpbm", "plain.pgm", b"P2 2 2 15 0 7 # seven\n15 1\n")
write("netpbm", "plain.ppm", b"P3\n1 2\n255\n1 2 3\n4 5 6\n")
write("netpbm", "wide.pgm", b"P5 2 1 65535\n\x00\x01\xff\xff")
write("netpbm", "text-mode.pgm", b"P5\r\n2 1\r\n255\r\n\x01\r\n")

pair = [("MNIST/train-images-idx3-ubyte", images), ("MNIST/train-labels-idx1-ubyte.gz", packed(labels))]
picture = b"P5 1 1 255\n\x07"
classes = [(f"set/{split}/{name}/{k}.pgm", picture) for split in ("train", "test") for name in ("3", "14 Stop")
           for k in range(2)]
signs = [("GTSRB/Training/00014/GT-00014.csv", (gtsrb + "0.ppm;1;1;0;0;1;1;14\r\n").encode()),
         ("GTSRB/Training/00014/0.ppm", b"P6 1 1 255\nabc")]
paths = [("Train.csv", (kaggle + "1,1,0,0,1,1,20,Train/20/0.pgm\n").encode()), ("Train/20/0.pgm", picture)]
pickled = [("data/train.p", (fixtures / "numpy2-protocol4-c.p").read_bytes())]
table = [("train.csv", f"3,{row}\n".encode()), ("test.csv", f"{row}\n".encode())]
for name, files in (("idx", pair), ("classes", classes), ("signs", signs), ("paths", paths), ("pickled", pickled),
                    ("table", table), ("loose", [("7_a.pgm", picture), ("./2-b.pgm", picture)])):
    write("archive", name + ".tar", tar(files))
    write("archive", name + ".zip", zipped(files, zipfile.ZIP_STORED))
write("archive", "idx.tar.gz", packed(tar(pair)))
write("archive", "deflated.zip", zipped(pair, zipfile.ZIP_DEFLATED))
copy("archive", "numpy2-mnist.npz", "numpy2-cifar-*.tar.gz")

cells = {
    "lesson": "digits = load digits train=100 test=10\nnet = model input=28x28x1\n  Conv2D 6 5x5 activation=relu # six\n"
              "  Flatten\n  Dense 10 activation=softmax\nend\nhistory = fit net digits.train epochs=2 at=[3, 4] of=5,6\n"
              "plot history.loss title=\"a \\\"b\\\"\"\n",
    "numbers": "x = [1, 2.5, -3e-2]\n-log(0.1) ** 2 % 3 + x[0] * (x[-1] - mean x)\nround(x[1:], 2)\n",
    "logic": "a = range 10\nnot (a < 3 and a != 1) or [true, false] == true\n3x3 == 3x3\n\"a\" + \"b\"\n",
    "loop": "s = []\nfor i in range 5\n  for j in [1, 2]\n    s = append s i ** j\n  end\nend\nargsort s\ns.max\n",
    "verb": "define scaled x by=10\n  # multiplies\n  y = x * by\n  y / sum(y)\nend\nscaled [1, 2] by=3\nhelp scaled\n",
    "images": "i = images [[0, 1], [1, 0]]\n(i / 255 > 0.5).mean\nclip i 0 0.5\nmean = 3\nmean * 2\nundo\n",
}
for name, text in cells.items():
    write("cell", name, text.encode())
