import { resources, type StackJson } from "../stacks/synthesized";
import type { Body, Offence } from "./rule";

/** The most bytes of a body that AWS's common rule set lets through, where its size rule blocks (AWS WAF developer guide). */
const longestByFirewall = 8192;

/** The most bytes of a request to a Lambda function (Lambda quotas: 6 MB); the body arrives in it as a text. */
const longestByLambda = 6_000_000;

/** Rules of AWS's managed groups that match a body (AWS WAF developer guide): its size, and what a text in it looks like. */
const bodyRules: Readonly<Record<string, { readonly size?: string; readonly content: readonly string[] }>> = {
  AWSManagedRulesCommonRuleSet: {
    size: "SizeRestrictions_BODY",
    content: ["EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "CrossSiteScripting_BODY"],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    content: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
  },
  AWSManagedRulesSQLiRuleSet: { content: ["SQLi_BODY", "SQLiExtendedPatterns_BODY"] },
};

/** Models of a REST API that admit a body which the API's firewall blocks, or which is too long for Lambda. */
export function admitsBodies(stack: StackJson): Offence[] {
  return resources(stack, "aws_api_gateway_model").flatMap(({ address, body }) => {
    const { bytes, isFree } = largest(JSON.parse(String(body.schema)));
    const tooLong = bytes > longestByLambda ? [{ address, must: `admit at most 6 MB, not ${bytes} bytes` }] : [];
    const blocking = firewallsOf(stack, body.rest_api_id).flatMap((firewall) => blocked(firewall, bytes, isFree));
    return [...tooLong, ...blocking.map((rule) => ({ address, must: `not admit what ${rule} blocks` }))];
  });
}

/** The web ACLs of an API's stages. */
function firewallsOf(stack: StackJson, restApiId: unknown): Body[] {
  const stages = resources(stack, "aws_api_gateway_stage").filter(({ body }) => body.rest_api_id === restApiId);
  return resources(stack, "aws_wafv2_web_acl_association")
    .filter(({ body }) => stages.some(({ address }) => body.resource_arn === `\${${address}.arn}`))
    .flatMap(({ body }) =>
      resources(stack, "aws_wafv2_web_acl").filter(({ address }) => body.web_acl_arn === `\${${address}.arn}`),
    )
    .map(({ body }) => body);
}

/** The rules of a web ACL that block a body of so many bytes, with a free text in it or without. */
function blocked({ rule }: Body, bytes: number, isFree: boolean): string[] {
  return rule.flatMap(({ override_action, statement }: Body) => {
    const { name, rule_action_override = [] } = statement.managed_rule_group_statement ?? {};
    const { size, content = [] } = bodyRules[name] ?? {};
    if (override_action?.count) return [];
    const counted = rule_action_override
      .filter(({ action_to_use }: Body) => action_to_use.count)
      .map((override: Body) => override.name);
    const matching = [...(size && bytes > longestByFirewall ? [size] : []), ...(isFree ? content : [])];
    return matching.filter((one) => !counted.includes(one));
  });
}

/** The bytes of the longest value that a JSON schema admits, of ASCII characters, and whether a text in it may hold anything. */
function largest(schema: Body): { readonly bytes: number; readonly isFree: boolean } {
  switch (schema.type) {
    case "object": {
      const parts = Object.entries(schema.properties ?? {}).map(([name, value]) => {
        const { bytes, isFree } = largest(value);
        return { bytes: bytes + name.length + 4, isFree };
      });
      // With other properties than those it names, it may hold anything.
      if (schema.additionalProperties !== false) parts.push({ bytes: Number.POSITIVE_INFINITY, isFree: true });
      return { bytes: 2 + sum(parts.map(({ bytes }) => bytes)), isFree: parts.some(({ isFree }) => isFree) };
    }
    case "array": {
      const { bytes, isFree } = largest(schema.items ?? {});
      return { bytes: 2 + (schema.maxItems ?? Number.POSITIVE_INFINITY) * (bytes + 1), isFree };
    }
    case "string":
      if (schema.enum) return { bytes: 2 + Math.max(...schema.enum.map((one: string) => one.length)), isFree: false };
      return { bytes: 2 + (schema.maxLength ?? patternLength(schema.pattern)), isFree: schema.pattern === undefined };
    case "boolean":
    case "null":
      return { bytes: 5, isFree: false };
    case "integer":
    case "number":
      return { bytes: 25, isFree: false };
    default:
      return { bytes: Number.POSITIVE_INFINITY, isFree: true };
  }
}

/** The longest text that a pattern of single characters and classes with counts admits: `^[a-z][a-z0-9]{0,63}$` admits 64. */
function patternLength(pattern = ".*"): number {
  const [, inner] = /^\^(.*)\$$/.exec(pattern) ?? [];
  if (inner === undefined) return Number.POSITIVE_INFINITY;
  const parts = [...inner.matchAll(/(?:\[[^\]]+\]|\\?.)(?:\{(?:\d+,)?(\d+)\}|([*+]|\{\d+,\}))?/g)];
  return sum(parts.map(([, most = "1", unlimited]) => (unlimited ? Number.POSITIVE_INFINITY : Number(most))));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
