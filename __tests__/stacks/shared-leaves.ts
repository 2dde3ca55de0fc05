import type { Platform } from "../../settings/schema";
import { settingsSchema } from "../../settings/schema";
import { type JsonSchema, toJsonSchema } from "../../settings/type-text";
import type { Change } from "./one-application";

/** A shared setting that holds one value, and a change of that value. */
export interface Leaf {
  /** Dotted, with names of your own as `<name>`, as in docs/settings.md, and those of components with a route as `<routed>`. */
  readonly key: string;
  readonly change: Change;
}

/** Valid values of texts with a format, and of what a step up would not change; by the end of the key. */
const examples: readonly (readonly [key: RegExp, value: unknown])[] = [
  [/^region$/, "eu-west-1"],
  [/^runbook_url$/, "https://changed.example.com/runbooks"],
  [/^account_id$/, "222222222222"],
  [/role_arn$/, "arn:aws:iam::111111111111:role/changed"],
  [/image$/, "ghcr.io/example/one:9.9.9"],
  [/application.*\.cpu$/, 1],
  [/application.*\.memory_mib$/, 5120],
  [/\.route$/, { paths: ["/changed/*"] }],
  [/\.route\.paths$/, ["/changed/*"]],
  [/\.route\.host$/, "changed.example.com"],
  [/path$/, "/changed"],
  [/^notifications\./, ["changed@example.com"]],
  [/\.environment$/, { CHANGED: "yes" }],
  [/^database\.version$/, "17"],
  [/^database\.storage_gib$/, 256], // Azure rounds up to a power of two.
  [/^database\.max_storage_gib$/, 600],
  [/^cache\.version$/, "8.0"],
  [/^backup\.schedule$/, "cron(0 7 * * ? *)"],
  [/^business_metrics\..*\.metric$/, "changed_total"],
  [/^release\.strategy$/, "rolling"],
  [/^release\.steps$/, "100"],
  [/^release\.checks\./, "/changed"],
  [/\.for_seconds$/, 900], // Azure has few windows.
];

/** References to a secret, as each platform takes them. */
const secrets: Partial<Record<Platform, string>> = {
  gcp: "projects/one-dev/secrets/changed/versions/3",
  azure: "changed",
  kubernetes: "changed/key",
};

/** Every leaf of the shared keys that a platform's schema has, with a change of what `settings` say. */
export function sharedLeaves(platform: Platform, settings: Change): Leaf[] {
  const { schema } = settingsSchema.platforms[platform];
  return Object.entries(settingsSchema.shared)
    .filter(([key]) => key !== "environment" && key in schema.shape)
    .flatMap(([key, shared]) => leaves(platform, toJsonSchema(shared), settings[key], [[key, key]]));
}

/** The steps to a value: the key in the schema, and the name that the settings have there. */
type Steps = readonly (readonly [key: string, name: string])[];

function leaves(platform: Platform, schema: JsonSchema, value: unknown, steps: Steps): Leaf[] {
  const { properties, additionalProperties: element } = schema;
  if (properties && isObject(value)) {
    return Object.entries(properties).flatMap(([key, part]) =>
      leaves(platform, part, value[key], [...steps, [key, key]]),
    );
  }
  const named = Object.entries(isObject(value) ? value : {});
  if (typeof element === "object" && element.properties && named.length > 0) {
    return named.flatMap(([name, part]) =>
      leaves(platform, element, part, [...steps, [isObject(part) && part["route"] ? "<routed>" : "<name>", name]]),
    );
  }
  const key = steps.map(([step]) => step).join(".");
  const changed = key.endsWith(".secrets")
    ? { CHANGED: secrets[platform] ?? "arn:aws:ssm:us-east-1:111111111111:parameter/changed" }
    : (examples.find(([pattern]) => pattern.test(key))?.[1] ?? another(schema, value));
  return [{ key, change: steps.reduceRight<unknown>((inner, [, name]) => ({ [name]: inner }), changed) as Change }];
}

/** Another value of the same type: the next one, or the least that an object needs. */
function another(schema: JsonSchema, value: unknown): unknown {
  const { anyOf = [], properties = {}, required = [], additionalProperties: element } = schema;
  const choices = schema.enum ?? anyOf.flatMap((option) => ("const" in option ? [option.const] : []));
  if (choices.length > 0) return choices[(choices.indexOf(value) + 1) % choices.length];
  switch (schema.type ?? anyOf[0]?.type) {
    case "boolean":
      return value !== true;
    case "integer":
    case "number":
      return Number(value ?? schema.minimum ?? 1) + (schema.multipleOf ?? 1);
    case "array":
      return [another(schema.items ?? {}, undefined)];
    case "object":
      if (typeof element === "object") return { changed: another(element, undefined) };
      return Object.fromEntries(required.map((key) => [key, another(properties[key] ?? {}, undefined)]));
    default:
      return `${value ?? ""}changed`;
  }
}

function isObject<T>(value: T): value is T & Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
