import Foundation

/// Guesses what a file is from its first bytes, for messages such as "it looks like an HTML page", and tells what makes
/// data of it that `load` reads.
///
/// The signatures are those of the formats' own documents; most are in https://www.rfc-editor.org or
/// https://www.garykessler.net/library/file_sigs.html.
struct FileKind {
  /// With its article: "a Parquet table".
  let name: String
  /// One command that converts it; nil where `load` reads it, or nothing helps.
  var way: String? = nil

  private struct Signature {
    var offset = 0
    let bytes: [UInt8]
    let kind: FileKind

    init(_ bytes: [UInt8], at offset: Int = 0, _ name: String, way: String? = nil) {
      (self.bytes, self.offset, kind) = (bytes, offset, FileKind(name: name, way: way))
    }

    init(_ text: String, at offset: Int = 0, _ name: String, way: String? = nil) {
      self.init(Array(text.utf8), at: offset, name, way: way)
    }
  }

  // Each `way` was tried; FILE stands for the file's name.
  private static let toCSV = "to_csv(\"train.csv\", index=False)"
  private static let python = "in Python, "
  private static let images =
    "; where a column holds image files, as Hugging Face's do, for k, r in t.iterrows(): p = "
    + "pathlib.Path(f\"data/{r.label}\"); p.mkdir(parents=True, exist_ok=True); (p / "
    + "f\"{k}.png\").write_bytes(r.image[\"bytes\"]) makes a folder of images"
  private static func table(_ reading: String) -> String {
    "\(python)t = \(reading), then t.\(toCSV) where its columns are pixels" + images
  }
  private static let matlab =
    "\(python)m = scipy.io.loadmat(\"FILE\"), then np.savez(\"data.npz\", x=m[\"X\"], y=m[\"y\"]) with the names that "
    + "m.keys() gives (SVHN: x=np.moveaxis(m[\"X\"], -1, 0), y=m[\"y\"] % 10)"
  private static let unpack = "unpack it first, with "
  private static let toPNG = "in an image editor, or with ImageMagick: convert FILE 1.png"
  private static let hdf5 =
    "a data set: in Python, f = h5py.File(\"FILE\"), then np.savez(\"data.npz\", x=f[\"x\"][:], y=f[\"y\"][:]) with the names "
    + "that f.keys() gives; a Keras model is opened by load_model"
  private static let torch =
    "\(python)d = torch.load(\"FILE\"), then np.savez(\"data.npz\", x=d[\"x\"].numpy(), y=d[\"y\"].numpy()) with the names of "
    + "its tensors; a model's weights have no images"

  private static let signatures: [Signature] = [
    Signature([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
    Signature([0xFF, 0xD8, 0xFF], "a JPEG image"),
    Signature("GIF8", "a GIF image"),
    Signature("II*\0", "a TIFF image"),
    Signature("MM\0*", "a TIFF image"),
    Signature("WEBP", at: 8, "a WebP image"),
    Signature("P5", "a PGM image"),
    Signature("P6", "a PPM image"),
    Signature("ftyphei", at: 4, "a HEIC image", way: toPNG),
    Signature("ftypmif1", at: 4, "a HEIC image", way: toPNG),
    Signature("ftypavif", at: 4, "an AVIF image", way: toPNG),
    Signature([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20], "a JPEG 2000 image", way: toPNG),
    Signature([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20], "a JPEG XL image", way: toPNG),
    Signature([0xFF, 0x0A], "a JPEG XL image", way: toPNG),
    Signature("8BPS", "a Photoshop image", way: toPNG),
    Signature([0, 0, 1, 0], "a Windows icon", way: toPNG),
    Signature(
      "DICM", at: 128, "a DICOM image", way: "\(python)pydicom.dcmread(\"FILE\").pixel_array is the image"),
    Signature("SIMPLE  =", "a FITS image", way: "\(python)astropy.io.fits.getdata(\"FILE\") is the array"),
    Signature("AVI ", at: 8, "a video", way: "ffmpeg -i FILE %04d.png makes images of it"),
    Signature("ftyp", at: 4, "a video", way: "ffmpeg -i FILE %04d.png makes images of it"),
    Signature([0x1A, 0x45, 0xDF, 0xA3], "a video", way: "ffmpeg -i FILE %04d.png makes images of it"),
    Signature("WAVE", at: 8, "a sound", way: "convbook reads images; a spectrogram of it is one"),
    Signature("ID3", "a sound", way: "convbook reads images; a spectrogram of it is one"),
    Signature("fLaC", "a sound", way: "convbook reads images; a spectrogram of it is one"),
    Signature("OggS", "a sound or a video", way: "convbook reads images"),

    Signature([0x93] + Array("NUMPY".utf8), "a NumPy .npy file"),
    Signature("PAR1", "a Parquet table", way: table("pd.read_parquet(\"FILE\")")),
    Signature(
      "ARROW1", "an Arrow (Feather) table",
      way: table("pd.read_feather(\"FILE\")")),
    Signature(
      "FEA1", "a Feather table", way: table("pd.read_feather(\"FILE\")")),
    Signature(
      [0xFF, 0xFF, 0xFF, 0xFF], "an Arrow stream, as Hugging Face's datasets keep them",
      way: table("pa.ipc.open_stream(\"FILE\").read_pandas()")),
    Signature("ORC", "an ORC table", way: "\(python)pd.read_orc(\"FILE\").\(toCSV) makes a table of it"),
    Signature(
      "Obj\u{1}", "an Avro table",
      way: "\(python)pd.DataFrame(fastavro.reader(open(\"FILE\", \"rb\"))).\(toCSV)"),
    Signature("MATLAB 5.0", "a MATLAB .mat file", way: matlab),
    Signature(
      "MATLAB 7.3", "a MATLAB 7.3 file, which is HDF5",
      way: "\(python)h5py.File(\"FILE\") opens it, its axes in the opposite order"),
    Signature([0x89] + Array("HDF".utf8), "an HDF5 file", way: hdf5),
    Signature(
      "SQLite format 3", "an SQLite database",
      way: "\(python)pd.read_sql(\"SELECT * FROM ...\", sqlite3.connect(\"FILE\")).\(toCSV)"),
    Signature(
      [0xD0, 0xCF, 0x11, 0xE0], "an old Excel or Word document",
      way: "\(python)pd.read_excel(\"FILE\").\(toCSV) makes a table of a sheet"),
    Signature("RDX3", "an R data file", way: "in R, write.csv(x, \"train.csv\", row.names=FALSE)"),
    Signature("RDX2", "an R data file", way: "in R, write.csv(x, \"train.csv\", row.names=FALSE)"),
    Signature([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC], "an old PyTorch file (.pt, .pth)", way: torch),
    Signature("TFL3", at: 4, "a TensorFlow Lite model"),

    Signature("PK", "a zip archive (or a NumPy .npz file)"),
    Signature([0x1F, 0x8B], "a gzip file"),
    Signature("ustar", at: 257, "a tar archive"),
    Signature([0xFD] + Array("7zXZ".utf8), "an xz archive", way: unpack + "xz -d, or tar -xf"),
    Signature("BZh", "a bzip2 archive", way: unpack + "bzip2 -d, or tar -xf"),
    Signature(Array("7z".utf8) + [0xBC, 0xAF], "a 7z archive", way: unpack + "7z x FILE"),
    Signature("Rar!", "a RAR archive", way: unpack + "unrar x FILE, or unar FILE"),
    Signature([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", way: unpack + "zstd -d, or tar -xf"),
    Signature([0x04, 0x22, 0x4D, 0x18], "an lz4 archive", way: unpack + "lz4 -d"),
    Signature([0x1F, 0x9D], "a compress archive (.Z)", way: unpack + "uncompress"),

    Signature("%PDF", "a PDF document", way: "pdftoppm -png FILE page makes images of its pages"),
    Signature(
      "version https://git-lfs", "a Git LFS pointer, not the data itself",
      way: "git lfs pull, in the repository, fetches them"),
    Signature([0x80, 0x02], "a Python pickle"),
    Signature([0x80, 0x03], "a Python pickle"),
    Signature([0x80, 0x04], "a Python pickle"),
    Signature([0x80, 0x05], "a Python pickle"),
    Signature([0x7F] + Array("ELF".utf8), "a program"),
    Signature("MZ", "a Windows program"),
    // A short signature, which much else may begin with, comes last.
    Signature("BM", "a BMP image"),
  ]

  /// What the file that begins with `start` looks like; a few hundred bytes are enough.
  static func guess(_ start: [UInt8]) -> FileKind {
    if start.isEmpty { return FileKind(name: "an empty file") }
    let known = signatures.first { start.dropFirst($0.offset).starts(with: $0.bytes) }?.kind
    return known ?? byStructure(start) ?? text(start) ?? FileKind(name: "a binary file of an unknown kind")
  }

  /// Formats without a signature of fixed bytes.
  private static func byStructure(_ start: [UInt8]) -> FileKind? {
    func number(_ place: Int) -> Int? {
      start.count < place + 8 ? nil : start[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    // The length of a JSON header, and the header.
    if let length = number(0), (2...100_000_000).contains(length), start.dropFirst(8).starts(with: "{\"".utf8)
    {
      return FileKind(
        name: "a safetensors file",
        way: python
          + "t = safetensors.numpy.load_file(\"FILE\"), then np.savez(\"data.npz\", x=t[\"x\"], y=t[\"y\"])")
    }
    // The length of a record, a checksum, and a tf.Example: its first field and that one's first.
    if let length = number(0), (2..<1 << 32).contains(length), start.count > 15, start[12] == 0x0A {
      return FileKind(
        name: "a TFRecord file of TensorFlow",
        way: python
          + "for k, r in enumerate(tf.data.TFRecordDataset(\"FILE\")): e = tf.train.Example.FromString(r.numpy()) gives "
          + "its features (of images e.features.feature[\"image\"].bytes_list.value[0], whole PNG or JPEG files); or "
          + "tfds.load(\"NAME\") and np.savez")
    }
    // The version of the representation, then the producer's name.
    if start.count > 16, start[0] == 0x08, (3...20).contains(start[1]), start[2] == 0x12,
      start.dropFirst(4).prefix(Int(start[3])).allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    {
      return FileKind(
        name: "an ONNX model, which has no images", way: "load_model \"FILE\" opens it")
    }
    return nil
  }

  /// Text, by how it opens.
  private static func text(_ start: [UInt8]) -> FileKind? {
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      return FileKind(name: "a text file in UTF-16")
    }
    guard start.allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) else { return nil }
    var text = String(decoding: start, as: UTF8.self)
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    let opening = text.drop(while: \.isWhitespace)
    let small = opening.prefix(200).lowercased()
    if small.hasPrefix("<!doctype html") || small.hasPrefix("<html") || small.hasPrefix("<head") {
      return FileKind(
        name: "an HTML page, perhaps the error page of a failed download",
        way: "download it again, and look at it first")
    }
    if small.hasPrefix("<svg") || small.hasPrefix("<?xml") && small.contains("<svg") {
      return FileKind(name: "an SVG drawing", way: "rsvg-convert -w 32 FILE -o 1.png makes an image of it")
    }
    if small.hasPrefix("<?xml") { return FileKind(name: "an XML file") }
    if small.hasPrefix("{"), text.contains("\"cells\"") || text.contains("\"nbformat\"") {
      return FileKind(
        name: "a Jupyter notebook",
        way: "jupytext --to md:myst FILE makes a notebook to read of it; its Python is not run here")
    }
    if small.hasPrefix("{\"") || small.hasPrefix("{ \"") || small.hasPrefix("{\n") || small.hasPrefix("[{")
      || small.hasPrefix("[[")
    {
      return FileKind(
        name: "a JSON file",
        way:
          "in Python, pd.read_json(\"FILE\").\(toCSV) makes a table of it (lines=True for one of a line each)"
      )
    }
    if small.hasPrefix("import ") || small.hasPrefix("from ") && small.contains(" import ")
      || small.hasPrefix("#!/usr/bin/env python")
      || small.hasPrefix("def ")
    {
      return FileKind(name: "a Python program, which is not run here")
    }
    if small.hasPrefix("@relation") || small.hasPrefix("% ") && text.lowercased().contains("@relation") {
      return FileKind(
        name: "a Weka table (.arff)",
        way: "in Python, pd.DataFrame(scipy.io.arff.loadarff(\"FILE\")[0]).\(toCSV)")
    }
    guard start[0] < 0x80 || text.unicodeScalars.allSatisfy({ $0 != "\u{FFFD}" }) else { return nil }
    return FileKind(name: "a text file")
  }
}

extension FileKind {
  /// What an archive with such files is, which holds no data set; nil for any other.
  static func guess(archiveOf names: [String]) -> FileKind? {
    func holds(_ ending: String) -> Bool { names.contains { $0 == ending || $0.hasSuffix("/" + ending) } }
    if holds("data.pkl") { return FileKind(name: "a PyTorch file (.pt, .pth)", way: torch) }
    if holds("xl/workbook.xml") {
      return FileKind(
        name: "an Excel workbook", way: "\(python)pd.read_excel(\"FILE\").\(toCSV) makes a table of a sheet")
    }
    if holds("word/document.xml") { return FileKind(name: "a Word document") }
    if holds("config.json"), holds("model.weights.h5") {
      return FileKind(name: "a Keras model", way: "load_model \"FILE\" opens it")
    }
    if let inner = names.first(where: { name in
      [".rar", ".7z", ".zip", ".tar.gz", ".tgz", ".tar"].contains(where: name.hasSuffix)
    }) {
      return FileKind(name: "an archive of archives", way: "unpack it first, and load \(inner)")
    }
    return nil
  }

  /// The kind, and in parentheses what converts the file at `path`.
  func description(of path: String) -> String {
    let file = (path as NSString).lastPathComponent
    return name + (way.map { " (\($0.replacingOccurrences(of: "FILE", with: file)))" } ?? "")
  }
}
