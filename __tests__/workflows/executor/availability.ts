/**
 * Which contexts GitHub gives to an expression, by where it is written: docs.github.com, "Contexts reference", "Context availability". Another
 * context is an error there and here.
 */
const ofSteps = "github needs strategy matrix job runner env vars secrets steps inputs";

export const availability = {
  workflowConcurrency: "github inputs vars",
  workflowEnv: "github secrets inputs vars",
  callOutputs: "github jobs vars inputs",
  inputDefault: "github inputs vars",
  jobIf: "github needs vars inputs",
  strategy: "github needs vars inputs",
  job: "github needs strategy matrix vars inputs",
  jobDefaults: "github needs strategy matrix env vars inputs",
  jobEnv: "github needs strategy matrix vars secrets inputs",
  callWith: "github needs strategy matrix inputs vars",
  callSecrets: "github needs strategy matrix secrets inputs vars",
  jobOutputs: ofSteps,
  environmentUrl: "github needs strategy matrix job runner env vars steps inputs",
  stepIf: "github needs strategy matrix job runner env vars steps inputs",
  step: ofSteps,
} as const;

export type Place = keyof typeof availability;

/** The contexts of a place, out of all that there are; one without a value is empty. */
export function contextsAt(place: Place, all: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(availability[place].split(" ").map((name) => [name, all[name] ?? {}]));
}
