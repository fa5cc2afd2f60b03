import Core

/// A word of the cell language that does something. A new verb is one file in `Verbs/` and one line in ``verbTypes``.
protocol Verb: SendableMetatype {
  /// Name, parameters, help: parsing, checking, completion and the reference are made from it.
  static var declaration: Declaration { get }
  /// Whether lines up to `end` follow.
  static var takesBlock: Bool { get }
  /// Whether options that are not declared are names with values of the learner's own.
  static var takesNames: Bool { get }
  /// Whether a cell that ends in this verb shows its value; false where the verb says it itself.
  static var showsValue: Bool { get }

  /// Does it. - Throws: ``CellError`` or an error of the targets below; the interpreter adds the place.
  static func run(_ arguments: Arguments, in session: Session) throws -> Value
}

extension Verb {
  static var takesBlock: Bool { false }
  static var takesNames: Bool { false }
  static var showsValue: Bool { true }
}

/// Every verb, in the order in which `help` lists them.
let verbTypes: [any Verb.Type] =
  [
    LoadVerb.self, ShowVerb.self, ShuffleVerb.self, SplitVerb.self, TakeVerb.self, BalanceVerb.self,
    GrayscaleVerb.self, NormalizeVerb.self, RescaleVerb.self, InvertVerb.self, ThresholdVerb.self,
    SmoothVerb.self, ResizeVerb.self, CropVerb.self, CropToContentVerb.self, PadVerb.self,
    PadToSquareVerb.self, TransposeVerb.self, PermutePixelsVerb.self,
    AugmentVerb.self, ReshapeVerb.self, OneHotVerb.self, ModelVerb.self, SummaryVerb.self, CompileVerb.self,
    FitVerb.self, SaveVerb.self, LoadWeightsVerb.self, LoadModelVerb.self, EvaluateVerb.self,
    PredictVerb.self,
    ArgmaxVerb.self, ConfusionMatrixVerb.self,
    ClassificationReportVerb.self, PlotVerb.self, BarVerb.self, CountplotVerb.self, PlotModelVerb.self,
    TableVerb.self, WriteCSVVerb.self,
    PrintVerb.self, SeedVerb.self,
    ResetVerb.self, UndoVerb.self, HelpVerb.self,
  ] + insideVerbTypes
