import type { JsonSchema } from "../../modules/aws/api/rest-api-route";

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });

const results = {
  type: "array",
  minItems: 1,
  maxItems: 100,
  items: {
    type: "object",
    additionalProperties: false,
    required: ["name", "status"],
    properties: {
      name: text(200),
      status: { type: "string", enum: ["passed", "failed", "skipped"] },
      duration_ms: { type: "integer", minimum: 0, maximum: 86_400_000 },
      message: text(2000),
    },
  },
};

const body = (title: string, properties: object, required: readonly string[] = []): JsonSchema => ({
  $schema: "http://json-schema.org/draft-04/schema#",
  title,
  type: "object",
  additionalProperties: false,
  ...(required.length > 0 && { required }), // Draft 4 takes no empty list.
  properties,
});

/** The bodies that the API accepts. The function checks them again, with better messages (`functions/ai-test-automation/validation.py`). */
export const models = {
  newExecution: body(
    "A test execution to start, or one that has run already, with its results",
    {
      test_case_id: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" },
      environment: text(64),
      test_data: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$" },
      results,
    },
    ["test_case_id"],
  ),
  report: body("That a test execution runs, or its results", {
    status: { type: "string", enum: ["running"] },
    results,
    log: text(1_000_000),
  }),
};
