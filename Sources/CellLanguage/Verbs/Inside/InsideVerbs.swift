/// The verbs that look into a network, in the order in which `help` lists them.
let insideVerbTypes: [any Verb.Type] = [
  SetWeightsVerb.self, FreezeVerb.self, UnfreezeVerb.self, ExplainVerb.self, FiltersVerb.self,
  FeatureMapsVerb.self, ReceptiveFieldVerb.self, ActivationsVerb.self, GradientsVerb.self, WeightsVerb.self,
  SaliencyVerb.self, OcclusionVerb.self, GradCAMVerb.self, MaximizeVerb.self, MistakesVerb.self,
  ConfusedWithVerb.self, EmbedVerb.self, CompareVerb.self, SweepVerb.self,
]
