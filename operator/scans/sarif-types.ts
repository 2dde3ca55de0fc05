import { z } from "zod";

/** The parts of SARIF 2.1.0 that are read. Scanners leave out what they do not know, so nothing is certain but the form of what is there. */
const text = z.string().nullish();
const object = <S extends z.ZodRawShape>(shape: S) => z.looseObject(shape).nullish();
const properties = z.record(z.string(), z.unknown()).nullish();

const rule = z.looseObject({
  id: text,
  shortDescription: object({ text }),
  defaultConfiguration: object({ level: text }),
  properties,
});
const component = z.looseObject({ name: text, version: text, semanticVersion: text, rules: z.array(rule).nullish() });
const tool = object({ driver: component.nullish(), extensions: z.array(component).nullish() });
const location = z.looseObject({
  physicalLocation: object({
    artifactLocation: object({ uri: text }),
    region: object({ startLine: z.number().nullish() }),
  }),
});
const result = z.looseObject({
  ruleId: text,
  ruleIndex: z.number().nullish(),
  rule: object({ id: text, index: z.number().nullish(), toolComponent: object({ index: z.number().nullish() }) }),
  level: text,
  kind: text,
  message: object({ text }),
  locations: z.array(location).nullish(),
  properties,
  suppressions: z.array(z.looseObject({ status: text })).nullish(),
});
const invocation = z.looseObject({ executionSuccessful: z.boolean().nullish() });

/** The runs of a report: at least one. */
export const runsShape = z
  .array(z.looseObject({ tool, results: z.array(result).nullish(), invocations: z.array(invocation).nullish() }))
  .min(1);

export type Run = z.infer<typeof runsShape>[number];
export type Tool = Run["tool"];
export type Component = z.infer<typeof component>;
export type Rule = z.infer<typeof rule>;
export type Result = z.infer<typeof result>;
