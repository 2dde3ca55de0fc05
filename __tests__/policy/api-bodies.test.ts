import { type StackJson, synthesizeAll } from "../stacks/synthesized";
import { admitsBodies } from "./api-bodies";
import type { Body } from "./rule";

/** A stack with one model and one firewall, whose rule groups are given. */
const stack = (schema: object, rule: object[]): StackJson =>
  ({
    resource: {
      aws_api_gateway_model: { body: { rest_api_id: "api", schema: JSON.stringify(schema) } },
      aws_api_gateway_stage: { stage: { rest_api_id: "api" } },
      aws_wafv2_web_acl: { acl: { rule } },
      aws_wafv2_web_acl_association: {
        firewall: { resource_arn: "${aws_api_gateway_stage.stage.arn}", web_acl_arn: "${aws_wafv2_web_acl.acl.arn}" },
      },
    },
  }) as unknown as StackJson;

const group = (name: string, more: object = {}, action: object = { none: {} }) => ({
  override_action: action,
  statement: { managed_rule_group_statement: { name: `AWSManagedRules${name}`, ...more } },
});
const object = (properties: object, more: object = { additionalProperties: false }) => ({
  type: "object",
  properties,
  ...more,
});
const musts = (json: StackJson) => admitsBodies(json).map(({ must }) => must);
const text = (maxLength?: number) => object({ text: { type: "string", maxLength } });
const word = (pattern: string) => object({ word: { type: "string", pattern } });

describe("what a model admits and a firewall blocks is found", () => {
  test("a short word of a pattern passes, however the firewall looks at it", () => {
    const all = ["CommonRuleSet", "KnownBadInputsRuleSet", "SQLiRuleSet"].map((name) => group(name));
    expect(musts(stack(word("^[a-z][a-z0-9]{0,63}$"), all))).toEqual([]);
  });

  test("a free text may look like an attack, and a long one is refused for its length", () => {
    expect(musts(stack(text(100), [group("SQLiRuleSet")]))).toEqual([
      "not admit what SQLi_BODY blocks",
      "not admit what SQLiExtendedPatterns_BODY blocks",
    ]);
    expect(musts(stack(word("^[a-z]{1,9000}$"), [group("CommonRuleSet")]))).toEqual([
      "not admit what SizeRestrictions_BODY blocks",
    ]);
  });

  test("a list of many short items is long too", () => {
    const list = object({ all: { type: "array", maxItems: 1000, items: { type: "string", pattern: "^[a-z]{10}$" } } });
    expect(musts(stack(list, [group("CommonRuleSet")]))).toEqual(["not admit what SizeRestrictions_BODY blocks"]);
  });

  test("a body without a limit does not fit Lambda", () => {
    const unlimited = [
      text(),
      object({}, {}),
      word("^[a-z]+$"),
      object({ all: { type: "array", items: { type: "integer" } } }),
    ];
    for (const schema of unlimited)
      expect(musts(stack(schema, []))).toEqual(["admit at most 6 MB, not Infinity bytes"]);
  });

  test("what only counts blocks nothing: a rule, or a group as a whole", () => {
    const counted = ["SQLi_BODY", "SQLiExtendedPatterns_BODY"].map((name) => ({ name, action_to_use: { count: {} } }));
    expect(musts(stack(text(100), [group("SQLiRuleSet", { rule_action_override: counted })]))).toEqual([]);
    expect(musts(stack(text(100), [group("SQLiRuleSet", {}, { count: {} })]))).toEqual([]);
  });
});

test("the firewalls of the examples let pass what their APIs admit, which takes their exceptions", async () => {
  const production = (await synthesizeAll()).get("aws-serverless-prod") as StackJson;
  expect(admitsBodies(production)).toEqual([]);
  const strict = structuredClone(production);
  for (const acl of Object.values<Body>(strict.resource.aws_wafv2_web_acl ?? {})) {
    for (const { statement } of acl.rule) delete statement.managed_rule_group_statement?.rule_action_override;
  }
  expect(musts(strict)).toContain("not admit what SizeRestrictions_BODY blocks");
});
