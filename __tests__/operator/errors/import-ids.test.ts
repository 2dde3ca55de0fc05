import { finders } from "../../../operator/aws/existing/finders";
import { importedBy, importId } from "../../../operator/errors/import-ids";
import { byHand } from "../../../operator/errors/look-up";
import { resources, synthesizeAll } from "../../stacks/synthesized";
import { creationOverwrites, madeTwice } from "./unnamed-types";

test.each([
  ["aws_", 100],
  ["google_", 40],
])(
  "each type %s… of our stacks is imported by its name, looked up, left to a person, or made again without an error",
  async (provider, atLeast) => {
    const stacks = [...(await synthesizeAll()).values()];
    const types = new Set(
      stacks
        .flatMap((stack) => resources(stack).map(({ address }) => address.split(".")[0] ?? ""))
        .filter((it) => it.startsWith(provider)),
    );
    const tables = [importedBy, finders, byHand].map((table) => Object.keys(table));
    const lists = [...tables, madeTwice, creationOverwrites];
    expect(types.size).toBeGreaterThan(atLeast);
    expect([...types].filter((type) => lists.filter((list) => list.includes(type)).length !== 1)).toEqual([]);
  },
);

test.each<[type: string, attributes: object, id: string | undefined]>([
  ["aws_budgets_budget", { name: "b", account: "123456789012" }, "123456789012:b"],
  [
    "aws_codebuild_report_group",
    { name: "r", account: "123456789012", region: "eu-west-1" },
    "arn:aws:codebuild:eu-west-1:123456789012:report-group/r",
  ],
  ["aws_ecs_service", { name: "api", cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop" }, "shop/api"],
  [
    "aws_iam_openid_connect_provider",
    { url: "https://token.example", account: "123456789012" },
    "arn:aws:iam::123456789012:oidc-provider/token.example",
  ],
  ["aws_lambda_alias", { name: "live" }, undefined],
  ["aws_lambda_permission", { function_name: "f", qualifier: "live", statement_id: "api" }, "f:live/api"],
  ["aws_lambda_permission", { function_name: "f", statement_id: "api" }, "f/api"],
  ["aws_lambda_permission", { function_name: "f", qualifier: "live" }, undefined],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "a.example", type: "A", set_identifier: "primary" },
    "Z1_a.example_A_primary",
  ],
  ["aws_route53_record", { zone_id: "Z1", name: "a.example", type: "A" }, "Z1_a.example_A"],
  ["aws_vpc", { cidr_block: "10.0.0.0/16" }, undefined],
])("%s is imported by what the plan knows", (type, attributes, id) => {
  expect(importId(type, attributes as Record<string, unknown>)).toBe(id);
});
