import * as z from "zod";
import { showLiteral } from "./hcl/literal";

/** The part of JSON Schema that Zod writes for settings. */
export interface JsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  /** What the schema says in words where it checks a pattern. Editors show it too. */
  patternErrorMessage?: string;
  format?: string;
  default?: unknown;
  description?: string;
  $ref?: string;
  $schema?: string;
  title?: string;
}

/** The JSON Schema of what may be written, which is before defaults are filled in. */
export function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const message = patternMessage(zodSchema);
      if (jsonSchema.type === "string" && !jsonSchema.enum && message) jsonSchema.patternErrorMessage = message;
    },
  }) as JsonSchema;
}

/** The type of a setting and its limits in words, e.g. `whole number` and `1 to 65535`. */
export function typeText(schema: JsonSchema): { type: string; limits: string } {
  const options = schema.anyOf ?? schema.oneOf;
  if (options?.every((option) => "const" in option)) {
    return typeText({ enum: options.map((option) => option.const) });
  }
  if (options) return { type: options.map(expectation).join(" or "), limits: "" };
  if ("const" in schema) return { type: showLiteral(schema.const), limits: "" };
  if (schema.enum) return { type: `one of ${schema.enum.map((value) => showLiteral(value)).join(", ")}`, limits: "" };
  if (Array.isArray(schema.type)) return typeText({ anyOf: schema.type.map((type) => ({ type })) });
  switch (schema.type) {
    case "integer":
      return { type: "whole number", limits: rangeText(schema) };
    case "number":
      return { type: "number", limits: rangeText(schema) };
    case "boolean":
      return { type: "true or false", limits: "" };
    case "string":
      return { type: "text", limits: textLimits(schema) };
    case "array":
      return listText(schema);
    case "object":
      return objectText(schema);
    default:
      return { type: "a value", limits: "" };
  }
}

/** The same as one phrase, for a message. */
export function expectation(schema: JsonSchema): string {
  const { type, limits } = typeText(schema);
  if (type === "object" && schema.required) return `object with ${schema.required.join(", ")}`;
  return limits ? `${type}: ${limits}` : type;
}

/** The schema's own words for a pattern it checks. */
function patternMessage(schema: z.core.$ZodType): string | undefined {
  for (const { _zod } of schema._zod.def.checks ?? []) {
    const message = _zod.def.error?.({ code: "custom", input: undefined, path: [] } as never);
    if (message) return typeof message === "string" ? message : message.message;
    if ("prefix" in _zod.def) return `starting with ${showLiteral(_zod.def.prefix)}`;
  }
  return undefined;
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): string {
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const to = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  const limits =
    from !== undefined && to !== undefined
      ? [`${from} to ${to}`]
      : [from !== undefined && `at least ${from}`, to !== undefined && `at most ${to}`];
  const all = [
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
    ...limits,
    multipleOf !== undefined && `a multiple of ${multipleOf}`,
  ];
  return all.filter(Boolean).join(", ");
}

function textLimits({ minLength, maxLength, pattern, patternErrorMessage, format }: JsonSchema): string {
  const shape = patternErrorMessage ?? format ?? (pattern && `like ${pattern}`);
  return [shape, countText(minLength, maxLength, "character")].filter(Boolean).join(", ");
}

function listText({ items, minItems, maxItems }: JsonSchema): { type: string; limits: string } {
  return {
    type: items ? `list of ${expectation(items)}` : "list",
    limits: countText(minItems, maxItems, "item"),
  };
}

function objectText({ additionalProperties, propertyNames }: JsonSchema): { type: string; limits: string } {
  if (typeof additionalProperties !== "object") return { type: "object", limits: "" };
  const names = propertyNames ? textLimits(propertyNames) : "";
  return { type: `map of ${expectation(additionalProperties)}`, limits: names && `names: ${names}` };
}

function countText(from: number | undefined, to: number | undefined, unit: string): string {
  if (from !== undefined && to !== undefined) return `${from} to ${to} ${unit}s`;
  if (from !== undefined) return `at least ${from} ${unit}${from === 1 ? "" : "s"}`;
  return to === undefined ? "" : `at most ${to} ${unit}s`;
}
