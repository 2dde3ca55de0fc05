import type { Platform } from "../../settings/schema";
import { component, longest, longStack, renamedComponents } from "./long-names";
import { nameLimits } from "./name-limits";
import type { StackJson } from "./synthesized";

type Change = Parameters<typeof longStack>[1];

const unchanged: Change = (settings) => settings;

/** Every platform with what makes the most names of it. */
const variants: [title: string, platform: Platform, change: Change][] = [
  ["account", "account", unchanged],
  ["aws", "aws", renamedComponents],
  ["aws-eks", "aws-eks", unchanged],
  ["aws-serverless", "aws-serverless", unchanged],
  ["aws-websocket", "aws-websocket", unchanged],
  ["aws-codebuild", "aws-codebuild", unchanged],
  ["gcp", "gcp", renamedComponents],
  ["azure on Container Instances", "azure", renamedComponents],
  ["azure on Container Apps", "azure", containerApps],
  ["kubernetes", "kubernetes", renamedComponents],
];

function containerApps(settings: Record<string, unknown>): Record<string, unknown> {
  const service = { ...(settings.service as object), platform: "container_apps", blue_green: false };
  return renamedComponents({ ...settings, service });
}

/** What Terraform or the service makes of an argument that holds a name with references in it: eight digits for a hash. */
const written = (text: string) => text.replace(/\$\{substr\(.*\)\}$/, "00000000");

/** The name in each argument that may hold one, by `<type>.<argument>`. */
function namesOf(stack: StackJson): [argument: string, name: string][] {
  return Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.values(named).flatMap((body) => {
      const metadata = body.metadata as { name?: string } | undefined;
      return [...Object.entries(body), ["metadata.name", metadata?.name]]
        .filter((entry): entry is [string, string] => typeof entry[1] === "string" && !entry[1].startsWith("${"))
        .map(([key, value]): [string, string] => [`${type}.${key}`, written(value)]);
    }),
  );
}

/** Arguments that hold a name of something else, or a text. */
const otherTexts =
  /\.(description|resource_id|redrive_policy|event_pattern|value|dashboard_body|dashboard_json|container_definitions|template_content|principal_name|policy)$/;
/** How each name of ours begins, shortened or not, but for services that take no hyphens. */
const ours = /photo-?shop/;

/** Actions of IAM, and policies of AWS. */
const actions = /^([a-z0-9-]+:\*?[A-Z][A-Za-z]*\*|arn:aws:iam::aws:policy\/.*)$/;

/** What AWS names itself, not we. */
const ofAws = /lambda-insights\*$|_CloudTrail_[a-z0-9-]+\*$/;

describe.each(variants)("%s with a system of 24 characters and an environment of 20", (_, platform, change) => {
  let stack: StackJson;
  let names: [argument: string, name: string][];
  beforeAll(async () => {
    stack = await longStack(platform, change);
    names = namesOf(stack);
  });

  test("every name is within its service's limit", () => {
    const tooLong = names.filter(
      ([argument, name]) => name.length > (nameLimits.get(argument) ?? Number.POSITIVE_INFINITY),
    );
    expect(tooLong).toEqual([]);
  });

  test("every argument that holds a name has a limit here", () => {
    const unknown = names.filter(
      ([argument, name]) => ours.test(name) && !otherTexts.test(argument) && !nameLimits.has(argument),
    );
    expect(unknown).toEqual([]);
    if (platform !== "account") expect(names.filter(([, name]) => ours.test(name)).length).toBeGreaterThan(15);
  });

  test("no two resources of a type have one name", () => {
    const identifying = names.filter(
      ([argument, name]) => nameLimits.has(argument) && ours.test(name) && unique(argument),
    );
    const seen = identifying.map((entry) => entry.join(" "));
    expect(seen.filter((entry, index) => seen.indexOf(entry) < index)).toEqual([]);
  });

  test("a pattern ends at a whole part, so it matches no longer name", () => {
    const text = JSON.stringify(stack);
    const patterns = text.match(/[^"]*[a-z0-9]\*(?=")/g) ?? [];
    expect(patterns.filter((pattern) => !ofAws.test(pattern) && !actions.test(pattern))).toEqual([]);
    if (platform === "aws") expect(text).toContain(`:task-definition/${longest.name}-${longest.environment}-*`);
  });

  test("a label of Kubernetes has at most 63 characters", () => {
    const labels = [...JSON.stringify(stack).matchAll(/\\?"app\.kubernetes\.io\/[a-z-]+\\?":\\?"([^"\\]*)/g)];
    if (platform === "kubernetes") expect(labels.length).toBeGreaterThan(10);
    for (const [, value] of labels) expect(value?.length).toBeLessThanOrEqual(63);
  });
});

/** Arguments that refer to another resource, or that several may share. */
function unique(argument: string): boolean {
  return !/^aws_(cloudwatch_log_metric_filter\.log_group_name|cloudfront_.*\.comment)$/.test(argument);
}

test("kubernetes finds what aws-eks has made, by names that were shortened too", async () => {
  const [cluster, workload] = [await longStack("aws-eks"), await longStack("kubernetes")];
  const made = (type: string, key: string) => Object.values(cluster.resource[type] ?? {}).map((body) => body[key]);
  const found = (type: string, key: string) => Object.values(workload.data?.[type] ?? {}).map((body) => body[key]);
  expect(found("aws_eks_cluster", "name")).toEqual(made("aws_eks_cluster", "name"));
  expect(found("aws_rds_cluster", "cluster_identifier")).toEqual(made("aws_rds_cluster", "cluster_identifier"));
  expect(found("aws_lb_target_group", "name")).toEqual(made("aws_lb_target_group", "name"));
  const roles = [...JSON.stringify(workload).matchAll(/:role\/(photo[a-z0-9-]+)/g)].map(([, role]) => role);
  expect(roles.length).toBeGreaterThan(0);
  expect(made("aws_iam_role", "name")).toEqual(expect.arrayContaining(roles));
});

test("the names here are the longest that settings admit", () => {
  expect([longest.name.length, longest.environment.length, component.length]).toEqual([24, 20, 31]);
});
