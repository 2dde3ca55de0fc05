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

/** The rule that an inference profile of Bedrock can be called from the stack's region. `modelOf` reads the model at `path`. */
export const modelRegionRule = <S extends Pick<SharedSettings, "region">>(
  path: string,
  modelOf: (settings: S) => string | undefined,
): Rule =>
  rule<S>([path, "region"], function* (settings) {
    const model = modelOf(settings) ?? "";
    const geography = geographyOf(model);
    if (geography && !callers[geography]?.test(settings.region)) {
      yield {
        path,
        problem: "Bedrock does not know this inference profile in the stack's region",
        expected: `a model of ${settings.region}, or an inference profile that can be called from there`,
        found: model,
      };
    }
  });
