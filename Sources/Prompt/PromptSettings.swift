import CellLanguage
import Core

/// What a prompt, and a walk through a lesson, is begun with.
package struct PromptSettings: Sendable {
  package var session: Session.Settings
  /// The folders that data is looked for in before all other places, as the user has named them.
  package var data: [String]
  /// Where the folders of transcripts and charts are.
  package var outputs: OutputPlace
  /// Whether the terminal shows nothing but errors.
  package var isQuiet = false

  package init(_ session: Session.Settings, data: [String], outputs: OutputPlace) {
    (self.session, self.data, self.outputs) = (session, data, outputs)
  }
}
