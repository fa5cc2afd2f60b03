import Foundation
import Testing

@testable import Datasets

/// Files that are no data set are named for what they are.
struct FileKindTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  @Test(arguments: [
    ("PAR1", "a Parquet table", "read_parquet"), ("ARROW1\0\0", "an Arrow (Feather) table", "read_feather"),
    ("%PDF-1.7", "a PDF", "pdftoppm"),
    ("MATLAB 5.0 MAT-file, Platform", "a MATLAB .mat file", "loadmat"),
    ("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer", "git lfs pull"),
    ("{\"cells\": []}", "a Jupyter notebook", "jupytext"), ("[{\"a\": 1}]", "a JSON file", "read_json"),
    ("import numpy as np\n", "a Python program", "not run"),
    ("<svg xmlns=", "an SVG drawing", "rsvg-convert"),
    ("\n<!DOCTYPE html>", "an HTML page", "download it again"),
    ("SQLite format 3\0", "an SQLite database", "read_sql"),
    ("\0\0\0\u{18}ftypheic", "a HEIC image", "convert"), ("\0\0\0\u{18}ftypisom", "a video", "ffmpeg"),
  ])
  func aFileOfAnotherKindIsNamedWithTheWay(start: String, kind: String, way: String) throws {
    let message = try trial.message(Array(start.utf8) + [UInt8](repeating: 0x20, count: 20), as: "train.bin")
    #expect(message.hasPrefix("train.bin looks like \(kind)"))
    #expect(message.contains(way) && !message.contains("FILE"))
    // And in a folder, where nothing else is.
    try trial.folder.write(Array(start.utf8), to: "folder/deep/train.bin")
    #expect(trial.message("folder").contains("deep/train.bin looks like \(kind)"))
  }

  @Test func archivesOfOtherProgramsAreNamed() throws {
    for (member, kind) in [
      ("archive/data.pkl", "a PyTorch file"), ("xl/workbook.xml", "an Excel workbook"),
      ("inner/train.rar", "an archive of"),
    ] {
      let zip = try archive([(member, [1, 2, 3])], isZip: true)
      #expect(try trial.message(zip, as: "data.bin").hasPrefix("data.bin looks like \(kind)"))
    }
  }
}
