import type { StackJson } from "../../../operator/affected/files";
import { findsByName, namesOf } from "../../../operator/affected/found-by-name";
import { examples, synthesizeAll } from "../../stacks/synthesized";

test("in the examples, these stacks find another by name, and no other does", async () => {
  const all = await synthesizeAll();
  const names = new Map([...all].map(([id, json]) => [id, namesOf(json as StackJson)] as const));
  const pairs = examples.stacks.flatMap(({ id }) =>
    examples.stacks
      .filter((other) => other.id !== id)
      .flatMap((other) => {
        const how = findsByName(names.get(id) as never, names.get(other.id) as never, other.environment);
        return how ? [`${id} on ${other.id}: ${how}`] : [];
      }),
  );
  const environments = ["dev", "prod", "prod-dr", "staging", "test"];
  expect(pairs.sort()).toEqual(
    [
      ...environments.map(
        (it) => `ai-prism-kubernetes-${it} on aws-eks-${it}: reads its aws_eks_cluster ai-prism-${it}`,
      ),
      // The role that releases writes the state. Where a system has none, its roles name their boundary.
      ...environments.flatMap((it) =>
        ["aws", "aws-codebuild", "aws-eks", "aws-serverless", "aws-websocket"].map((platform) =>
          platform === "aws-eks" && it !== "dev"
            ? `${platform}-${it} on account-${it}: names its aws_iam_policy multicloud-${it}-boundary`
            : `${platform}-${it} on account-${it}: reads its aws_kms_alias alias/multicloud-${it}-state`,
        ),
      ),
      "aws-local on account-local: reads its aws_kms_alias alias/multicloud-local-state",
      "aws-prod-dr on aws-prod: answers for the same DNS name, test-execution.example.com",
    ].sort(),
  );
});

test("a pattern of names is no name", () => {
  const rule = namesOf({ resource: { aws_xray_sampling_rule: { r: { service_name: "shop-prod-*" } } } });
  expect(findsByName(finder("arn:aws:iam::111111111111:role/shop-prod-*"), rule, "prod")).toBeUndefined();
});

const maker = namesOf({
  resource: {
    aws_s3_bucket: { a: { bucket: "shop-prod-artifacts-4" }, b: { bucket: "prod" } },
    aws_sqs_queue: { c: { name: "$" + "{aws_sqs_queue.d.name}-prod" } },
  },
});
const finder = (text: unknown) =>
  namesOf({ resource: { aws_s3_bucket_replication_configuration: { x: { rule: [text] } } } });

test.each([
  ["the ARN of a bucket", "arn:aws:s3:::shop-prod-artifacts-4", true],
  ["an ARN of what is in it", "arn:aws:s3:::shop-prod-artifacts-4/*", true],
  ["its name", { bucket: "shop-prod-artifacts-4" }, true],
  ["a longer name", "shop-prod-artifacts-42", false],
  ["the name of the environment alone", "prod", false],
  ["a project of that name", { project: "shop-prod-artifacts-4" }, false],
])("a stack whose JSON has %s", (_, text, finds) => {
  expect(findsByName(finder(text), maker, "prod")).toBe(
    finds ? "names its aws_s3_bucket shop-prod-artifacts-4" : undefined,
  );
});

test("a name that a stack has itself is its own, as is one of another provider", () => {
  const own = namesOf({ resource: { aws_s3_bucket: { x: { bucket: "shop-prod-artifacts-4" } } } });
  const other = namesOf({ resource: { google_storage_bucket: { x: { labels: { of: "shop-prod-artifacts-4" } } } } });
  expect([findsByName(own, maker, "prod"), findsByName(other, maker, "prod")]).toEqual([undefined, undefined]);
});
