/// What the parts of the planner have to say beside changes and steps.
struct Findings: Sendable {
  var refusals: [Refusal] = []
  var stuck: [StuckRotation] = []
  var held: [HeldKey] = []
  var warnings: [PlanWarning] = []
  var notes: [PlanNote] = []
  var leftAlone: [Coverage.LeftAlone] = []
}
