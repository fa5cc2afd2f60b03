/// The verbs that look into a network, in the order in which `help` lists them.
let insideVerbTypes: [any Verb.Type] = [
  SetWeightsVerb.self, FreezeVerb.self, UnfreezeVerb.self,
]
