import { blockName, isFixed, type SettingsSchema } from "./rule";
import { settingsSchema } from "./schema/index";
import { type JsonSchema, toJsonSchema } from "./type-text";

/** The JSON Schema of a tfvars file. Nothing is required in it: other layers may hold the rest. */
export function settingsJsonSchema({ shared, platforms }: SettingsSchema = settingsSchema): JsonSchema {
  const sharedKeys = Object.entries(shared).filter(([key]) => !isFixed(key));
  const properties = Object.fromEntries(sharedKeys.map(([key, schema]) => [key, layer(toJsonSchema(schema))]));
  for (const [platform, { schema }] of Object.entries(platforms)) {
    const keys = Object.entries(schema.shape).filter(([key]) => !isFixed(key));
    properties[blockName(platform)] = object(
      Object.fromEntries(
        keys.map(([key, own]) => [
          key,
          own === shared[key] ? { $ref: `#/properties/${key}` } : layer(toJsonSchema(own)),
        ]),
      ),
    );
  }
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Settings", ...object(properties) };
}

function object(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: "object", properties, additionalProperties: false };
}

/** The schema of a part of a value, as one layer may hold it. A list is whole in its layer, so its items stay as they are. */
function layer({ required, $schema, ...schema }: JsonSchema): JsonSchema {
  const { properties, additionalProperties, anyOf } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, layer(part)])),
    }),
    ...(typeof additionalProperties === "object" && { additionalProperties: layer(additionalProperties) }),
    ...(anyOf && { anyOf: anyOf.map(layer) }),
  };
}
