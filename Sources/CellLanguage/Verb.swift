import Core

/// A word of the cell language that does something. A new verb is one file in `Verbs/` and one
/// word in ``VerbFamily/all``.
protocol Verb: SendableMetatype {
  /// Name, parameters, help: parsing, checking, completion and the reference are made from it.
  static var declaration: Declaration { get }
  /// Whether lines up to `end` follow.
  static var takesBlock: Bool { get }
  /// Whether options that are not declared are names with values of the learner's own.
  static var takesNames: Bool { get }
  /// Whether its first value is a computation, read to its end without parentheses: `expect a + b > 3`.
  static var takesComparison: Bool { get }
  /// Whether a cell that ends in this verb shows its value; false where the verb says it itself.
  static var showsValue: Bool { get }

  /// Does it. - Throws: ``CellError`` or an error of the targets below; the interpreter adds the place.
  static func run(_ arguments: Arguments, in session: Session) throws -> Value
}

extension Verb {
  static var takesBlock: Bool { false }
  static var takesNames: Bool { false }
  static var takesComparison: Bool { false }
  static var showsValue: Bool { true }
}

/// Verbs that belong together, as `help` lists them and as their files lie in `Verbs/`.
struct VerbFamily: Sendable {
  let name: String
  /// One line for lists.
  let summary: String
  let verbs: [any Verb.Type]
  /// Where its files lie in `Verbs/`.
  let folder: String
  /// How many of them stand on the overview of `help`.
  let shown: Int

  init(
    name: String, folder: String? = nil, summary: String, verbs: [any Verb.Type], shown: Int = .max
  ) {
    (self.name, self.summary, self.verbs, self.shown) = (name, summary, verbs, shown)
    self.folder = folder ?? name.capitalized
  }

  /// Every family, in the order in which a learner meets them.
  static let all = [
    VerbFamily(
      name: "data", summary: "data sets: load one, choose from it, part it",
      verbs: [
        LoadVerb.self, SplitVerb.self, TakeVerb.self, ShuffleVerb.self, BalanceVerb.self, OneHotVerb.self,
      ]),
    VerbFamily(
      name: "transforms", folder: "Images", summary: "change all images of a data set",
      verbs: [
        NormalizeVerb.self, RescaleVerb.self, GrayscaleVerb.self, InvertVerb.self, ThresholdVerb.self,
        SmoothVerb.self, ResizeVerb.self, CropVerb.self, CropToContentVerb.self, PadVerb.self,
        PadToSquareVerb.self, TransposeVerb.self, PermutePixelsVerb.self, ReshapeVerb.self, AugmentVerb.self,
      ]),
    VerbFamily(
      name: "models", summary: "networks: describe one, keep it, set its weights",
      verbs: [
        ModelVerb.self, BlockVerb.self, SummaryVerb.self, SaveVerb.self, LoadModelVerb.self,
        LoadWeightsVerb.self,
        SetWeightsVerb.self, CloneModelVerb.self, AdaptVerb.self, FreezeVerb.self, UnfreezeVerb.self,
      ]),
    VerbFamily(
      name: "training", summary: "train a network and measure what it has learned",
      verbs: [
        CompileVerb.self, FitVerb.self, LrFindVerb.self, SweepVerb.self, EvaluateVerb.self, PredictVerb.self,
        ArgmaxVerb.self, ConfusionMatrixVerb.self, ClassificationReportVerb.self, RocCurveVerb.self,
        PrecisionRecallCurveVerb.self,
      ]),
    VerbFamily(
      name: "drawing", summary: "images and curves to look at",
      verbs: [
        ShowVerb.self, PlotVerb.self, BarVerb.self, CountplotVerb.self, PlotModelVerb.self, CompareVerb.self,
      ]),
    VerbFamily(
      name: "inside", summary: "look into a network: its filters, its maps, its reasons, its mistakes",
      verbs: [
        ExplainVerb.self, FiltersVerb.self, FeatureMapsVerb.self, ReceptiveFieldVerb.self,
        ActivationsVerb.self, GradientsVerb.self, WeightsVerb.self, SaliencyVerb.self, OcclusionVerb.self,
        GradCAMVerb.self, MaximizeVerb.self, MistakesVerb.self, ConfusedWithVerb.self, EmbedVerb.self,
      ]),
    VerbFamily(
      name: "numbers", summary: "computing with numbers, lists and arrays, by NumPy's names",
      verbs: [
        ExpVerb.self, LogVerb.self, SqrtVerb.self, AbsVerb.self, RoundVerb.self, ClipVerb.self, SumVerb.self,
        MeanVerb.self, StdVerb.self, MinVerb.self, MaxVerb.self, ArgminVerb.self, ArgsortVerb.self,
        LenVerb.self, RangeVerb.self, AppendVerb.self, ImagesVerb.self, IntegersVerb.self, ChoiceVerb.self,
      ], shown: 10),
    VerbFamily(
      name: "session", summary: "values, tables, the random numbers, going back, help",
      verbs: [
        PrintVerb.self, ExpectVerb.self, WhoVerb.self, TableVerb.self, WriteCSVVerb.self, SeedVerb.self,
        ResetVerb.self, UndoVerb.self, HelpVerb.self,
      ]),
  ]
}

/// Every verb, in the order in which `help` lists them.
let verbTypes: [any Verb.Type] = VerbFamily.all.flatMap(\.verbs)
