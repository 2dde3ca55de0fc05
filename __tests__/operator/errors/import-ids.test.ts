import { importedBy, importId } from "../../../operator/errors/import-ids";
import { resources, synthesizeAll } from "../../stacks/synthesized";
import { creationOverwrites, serviceMakesTheId } from "./unnamed-types";

test("each AWS type of our stacks is imported by its name, or named as one that cannot be", async () => {
  const stacks = [...(await synthesizeAll()).values()];
  const types = new Set(
    stacks
      .flatMap((stack) => resources(stack).map(({ address }) => address.split(".")[0] ?? ""))
      .filter((it) => it.startsWith("aws_")),
  );
  const lists = [Object.keys(importedBy), serviceMakesTheId, creationOverwrites];
  expect(types.size).toBeGreaterThan(100);
  expect([...types].filter((type) => lists.filter((list) => list.includes(type)).length !== 1)).toEqual([]);
});

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
  ["aws_vpc", { cidr_block: "10.0.0.0/16" }, undefined],
])("%s is imported by what the plan knows", (type, attributes, id) => {
  expect(importId(type, attributes as Record<string, unknown>)).toBe(id);
});
