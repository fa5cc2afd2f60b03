import Foundation
import TestSupport
import Testing

/// `fit ... backup=true`: a notebook whose process is killed in a fit ends, when it runs again, as one that was not killed.
@Suite struct BackupTests {
  private static let cells = """
    digits = load digits train=640 test=64
    digits = digits / 255
    net = model input=28x28x1
      Conv2D 8 5x5 activation=relu
      MaxPooling2D 2x2
      Flatten
      Dropout 0.3
      Dense 10 activation=softmax
    end
    compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
    history = fit net digits.train epochs=40 validation_data=digits.test backup=true reduce_lr=val_loss \
    early_stopping=val_loss patience=30 restore_best_weights=true augment=(augment shift=0.1)
    evaluate net digits.test
    """

  @Test func aFitThatWasKilledGoesOn() throws {
    let (whole, cut) = (try TemporaryFolder(), try TemporaryFolder())
    for folder in [whole, cut] { try folder.writeNotebook("lesson.md", [(nil, Self.cells)]) }
    #expect(try CommandLineRun("run", "lesson.md", in: whole).status == 0)

    let process = try Convbook.start(
      ["run", "lesson.md"], input: FileHandle.nullDevice, output: FileHandle.nullDevice, folder: cut)
    func backups() -> [String] {
      ((try? cut.names(in: "Outputs/lesson")) ?? []).filter { $0.hasSuffix(".backup") }
    }
    let end = Date.now + 60
    while backups().isEmpty, process.isRunning, Date.now < end { usleep(2000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(backups().count == 1)

    let terminal = try PseudoTerminal(["run", "lesson.md"], folder: cut, columns: 200, rows: 200)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.screen.text.contains("from the backup"))
    #expect(backups().isEmpty)
    #expect(try cut.read("Outputs/lesson/transcript.md") == whole.read("Outputs/lesson/transcript.md"))
    #expect(try cut.names(in: "Outputs/lesson") == whole.names(in: "Outputs/lesson"))
  }
}
