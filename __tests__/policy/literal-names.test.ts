import type { StackJson } from "../stacks/synthesized";
import { synthesizeAll } from "../stacks/synthesized";
import { waitsForWhatItNames } from "./literal-names";

const group = { name: "/aws/rds/instance/shop-prod-main/postgresql" };
const database = { identifier: "shop-prod-main" };

const stack = (resource: StackJson["resource"], data: StackJson["data"] = {}): StackJson => ({
  resource,
  data,
  provider: {},
  terraform: {},
});

const filter = (body: object) =>
  stack({
    aws_cloudwatch_log_group: { postgresql: group },
    aws_db_instance: { main: { ...database, depends_on: ["aws_cloudwatch_log_group.postgresql"] } },
    aws_cloudwatch_log_metric_filter: { refused: { name: "refused", ...body } },
  });

describe("a literal name of a resource of the same stack", () => {
  test("is found without a dependency on that resource", () => {
    const [found] = waitsForWhatItNames(filter({ log_group_name: group.name }));
    expect(found).toEqual({
      address: "aws_cloudwatch_log_metric_filter.refused",
      must: `depend on aws_cloudwatch_log_group.postgresql, whose name it holds as text in log_group_name: ${group.name}`,
    });
  });

  test.each([
    ["is a reference", { log_group_name: `\${aws_cloudwatch_log_group.postgresql.name}` }],
    ["comes with depends_on", { log_group_name: group.name, depends_on: ["aws_cloudwatch_log_group.postgresql"] }],
    ["is waited for through another resource", { log_group_name: group.name, depends_on: ["aws_db_instance.main"] }],
    ["is in a label", { tags: { Of: group.name } }],
  ])("is none where it %s", (_, body) => {
    expect(waitsForWhatItNames(filter(body))).toEqual([]);
  });

  test.each([
    ["an ARN", { source_arn: "arn:aws:rds:us-east-1:111111111111:db:shop-prod-main" }],
    ["JSON in a text", { pattern: JSON.stringify({ detail: [{ id: database.identifier }] }) }],
  ])("is found in %s", (_, body) => {
    expect(waitsForWhatItNames(filter(body)).map(({ address }) => address)).toEqual([
      "aws_cloudwatch_log_metric_filter.refused",
    ]);
  });

  test("is found in a data source, which has no name of its own", () => {
    const reads = { aws_db_instance: { other: { name: database.identifier } } };
    expect(waitsForWhatItNames(stack({ aws_db_instance: { main: database } }, reads))).toHaveLength(1);
  });

  test("is found where a principal of a policy is a role of the stack, and not where a resource is", () => {
    const arn = "arn:aws:iam::111111111111:role/shop-prod-api";
    const document = (of: object) => ({ aws_iam_policy_document: { key: { statement: [of] } } });
    const role = { aws_iam_role: { api: { name: "shop-prod-api" } } };
    expect(waitsForWhatItNames(stack(role, document({ principals: [{ identifiers: [arn] }] })))).toHaveLength(1);
    expect(waitsForWhatItNames(stack(role, document({ resources: [arn] })))).toEqual([]);
  });
});

test("the filter of refused connections waits for the log group of its database, on RDS and Aurora", async () => {
  const stacks = await synthesizeAll();
  for (const id of ["aws-prod", "aws-eks-prod"]) {
    const [filter] = Object.values(stacks.get(id)?.resource.aws_cloudwatch_log_metric_filter ?? {});
    expect(filter?.log_group_name).toMatch(/^\$\{aws_cloudwatch_log_group\.database_logs_postgresql\w*\.name\}$/);
  }
});
