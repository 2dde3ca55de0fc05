import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { SharedSettings } from "../shared";

/** The regions from which each geography's inference profiles are called (Bedrock user guide, "Supported Regions and models for inference profiles"). */
const callers: Readonly<Record<string, RegExp>> = {
  us: /^(us|ca)-/,
  ca: /^ca-/,
  eu: /^(eu|il)-/,
  apac: /^(ap|me)-/,
  au: /^ap-southeast-/,
  jp: /^ap-northeast-/,
  global: /^/,
};

/** What the id of an inference profile begins with, before its first dot. */
export const geographies: readonly string[] = Object.keys(callers);

/** The geography of an inference profile's id, such as `us` of `us.amazon.nova-lite-v1:0`. Undefined for the id of a model. */
function geographyOf(model: string): string | undefined {
  const [first = ""] = model.split(".");
  return Object.hasOwn(callers, first) ? first : undefined;
}

/**
 * The rule that each inference profile of Bedrock that a setting names can be called from the stack's region.
 * `modelsOf` reads the setting at `path`: one id, a list of them, or none.
 */
export const modelRegionRule = <S extends Pick<SharedSettings, "region">>(
  path: string,
  modelsOf: (settings: S) => string | readonly string[] | undefined,
): Rule =>
  rule<S>([path, "region"], function* (settings) {
    const models = modelsOf(settings) ?? [];
    const named =
      typeof models === "string"
        ? [{ at: path, model: models }]
        : models.map((model, index) => ({ at: `${path}[${index}]`, model }));
    for (const { at, model } of named) {
      const geography = geographyOf(model);
      if (!geography || callers[geography]?.test(settings.region)) continue;
      yield {
        path: at,
        problem: "Bedrock does not know this inference profile in the stack's region",
        expected: `a model of ${settings.region}, or an inference profile that can be called from there`,
        found: model,
      };
    }
  });
