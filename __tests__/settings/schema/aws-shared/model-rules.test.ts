import { z } from "zod";
import { type Platform, settingsSchema } from "../../../../settings/schema";
import { bedrockModel } from "../../../../settings/schema/aws-shared/api";
import { unwrapped } from "../../../../settings/schema-walk";

/** The dotted paths of a schema's settings that are the id of a model of Bedrock, or a list of them. */
function models(schema: z.core.$ZodType, path = ""): string[] {
  const inner = unwrapped(schema);
  if (inner === bedrockModel) return [path];
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => models(option, path));
  if (inner instanceof z.ZodArray) return models(inner.element, path);
  if (inner instanceof z.ZodRecord) return models(inner.valueType, `${path}.*`);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, part]) => models(part, path ? `${path}.${key}` : key));
}

const named = Object.entries(settingsSchema.platforms).flatMap(([platform, { schema }]) =>
  models(schema).map((path): [Platform, string] => [platform as Platform, path]),
);

test("these settings name a model", () => {
  expect(named).toEqual([
    ["aws-eks", "models"],
    ["aws-serverless", "analysis.model"],
    ["aws-websocket", "chat.model"],
  ]);
});

test.each(named)("%s has a rule on the region of %s", (platform, path) => {
  const reads = settingsSchema.platforms[platform].rules.map((rule) => rule.reads);
  expect(reads).toContainEqual([path, "region"]);
});
