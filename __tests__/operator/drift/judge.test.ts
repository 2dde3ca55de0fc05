import fc from "fast-check";
import { judge } from "../../../operator/drift/judge";
import { judged, planOf, type Replayed } from "./replay";

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (more: object) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*", ...more });
const deny = { Effect: "Deny", Action: "s3:*", Resource: "*", Principal: "*" };
const changed = (type: string, written: object, found: object | null, more: Partial<Replayed> = {}): Replayed => ({
  type,
  written,
  found,
  ...more,
});
const containers = (more: object) => JSON.stringify([{ name: "a", image: "i:1", memory: 128, ...more }]);

/** Changes that look like one of the normalisations, and mean something. */
test.each<[what: string, change: Replayed, attribute: string]>([
  ["a resource is gone", changed("aws_sqs_queue", { name: "a" }, null), "gone"],
  ["a number", changed("aws_cloudwatch_metric_alarm", { threshold: 80 }, { threshold: 1 }), "threshold"],
  [
    "a switch",
    changed("aws_db_instance", { deletion_protection: true }, { deletion_protection: false }),
    "deletion_protection",
  ],
  ["a tag that was added", changed("aws_s3_bucket", { tags: null }, { tags: { A: "1" } }, { set: [] }), "tags.A"],
  ["a tag that was taken away", changed("aws_s3_bucket", { tags: { A: "1", B: "2" } }, { tags: { A: "1" } }), "tags.B"],
  ["all tags", changed("aws_s3_bucket", { tags: { A: "1" } }, { tags: {} }), "tags.A"],
  [
    "a statement more",
    changed("aws_iam_policy", { policy: policy(allow({})) }, { policy: policy(allow({}), allow({ Action: "s3:*" })) }),
    "policy.Statement",
  ],
  [
    "an action more",
    changed(
      "aws_iam_policy",
      { policy: policy(allow({ Action: ["s3:GetObject"] })) },
      { policy: policy(allow({ Action: ["s3:GetObject", "s3:PutObject"] })) },
    ),
    "policy.Statement.0.Action",
  ],
  [
    "Deny for Allow",
    changed("aws_iam_policy", { policy: policy(allow({})) }, { policy: policy(allow({ Effect: "Deny" })) }),
    "policy.Statement.0.Effect",
  ],
  [
    "another account",
    changed(
      "aws_sns_topic_policy",
      { policy: policy(allow({ Principal: { AWS: "123456789012" } })) },
      { policy: policy(allow({ Principal: { AWS: "arn:aws:iam::111111111111:root" } })) },
    ),
    "policy.Statement.0.Principal.AWS",
  ],
  [
    "a role for its account",
    changed(
      "aws_sns_topic_policy",
      { policy: policy(allow({ Principal: { AWS: "arn:aws:iam::123456789012:role/a" } })) },
      { policy: policy(allow({ Principal: { AWS: "123456789012" } })) },
    ),
    "policy.Statement.0.Principal.AWS",
  ],
  [
    "everyone for a role",
    changed(
      "aws_s3_bucket_policy",
      { policy: policy(allow({ Principal: { AWS: "arn:aws:iam::123456789012:role/a" } })) },
      { policy: policy(allow({ Principal: "*" })) },
    ),
    "policy.Statement.0.Principal",
  ],
  [
    "a condition that is gone",
    changed(
      "aws_s3_bucket_policy",
      { policy: policy({ ...deny, Condition: { Bool: { "aws:SecureTransport": false } } }) },
      { policy: policy(deny) },
    ),
    "policy.Statement.0.Condition",
  ],
  [
    "the same, written as text",
    changed(
      "aws_s3_bucket_policy",
      { policy: policy({ ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } }) },
      { policy: policy(deny) },
    ),
    "policy.Statement.0.Condition",
  ],
  [
    "a condition that says the opposite",
    changed(
      "aws_s3_bucket_policy",
      { policy: policy({ ...deny, Condition: { Bool: { "aws:SecureTransport": false } } }) },
      { policy: policy({ ...deny, Condition: { Bool: { "aws:SecureTransport": "true" } } }) },
    ),
    "policy.Statement.0.Condition.Bool.aws:SecureTransport",
  ],
  [
    "an object of another case",
    changed(
      "aws_iam_policy",
      { policy: policy(allow({ Resource: "arn:aws:s3:::a/Reports/*" })) },
      { policy: policy(allow({ Resource: "arn:aws:s3:::a/reports/*" })) },
    ),
    "policy.Statement.0.Resource",
  ],
  [
    "another key",
    changed(
      "aws_sqs_queue",
      { kms_master_key_id: "arn:aws:kms:eu-west-1:123456789012:key/a1" },
      { kms_master_key_id: "arn:aws:kms:eu-west-1:123456789012:key/b2" },
    ),
    "kms_master_key_id",
  ],
  [
    "no key",
    changed(
      "aws_sqs_queue",
      { kms_master_key_id: "arn:aws:kms:eu-west-1:123456789012:key/a1" },
      { kms_master_key_id: null },
    ),
    "kms_master_key_id",
  ],
  [
    "another queue",
    changed(
      "aws_lambda_function",
      { dead_letter_config: [{ target_arn: "arn:aws:sqs:eu-west-1:123456789012:a" }] },
      { dead_letter_config: [{ target_arn: "arn:aws:sqs:eu-west-1:123456789012:b" }] },
    ),
    "dead_letter_config.0.target_arn",
  ],
  [
    "another group of Azure",
    changed(
      "azurerm_role_assignment",
      { scope: "/subscriptions/0/resourceGroups/a" },
      { scope: "/subscriptions/0/resourceGroups/b" },
    ),
    "scope",
  ],
  [
    "another project of Google",
    changed(
      "google_compute_target_https_proxy",
      { url_map: "projects/p/global/urlMaps/u" },
      { url_map: "https://www.googleapis.com/compute/v1/projects/q/global/urlMaps/u" },
    ),
    "url_map",
  ],
  [
    "half a processor more",
    changed("kubernetes_deployment_v1", { limits: { cpu: "500m" } }, { limits: { cpu: "1" } }),
    "limits.cpu",
  ],
  [
    "another thousand",
    changed("kubernetes_deployment_v1", { limits: { memory: "1Gi" } }, { limits: { memory: "1G" } }),
    "limits.memory",
  ],
  [
    "another domain",
    changed("aws_route53_record", { records: ["a.example.com."] }, { records: ["b.example.com."] }),
    "records",
  ],
  [
    "another address",
    changed("aws_vpc_security_group_ingress_rule", { cidr_ipv6: "2001:db8::/32" }, { cidr_ipv6: "::/0" }),
    "cidr_ipv6",
  ],
  [
    "another range",
    changed("aws_vpc_security_group_ingress_rule", { cidr_ipv6: "2001:db8::/32" }, { cidr_ipv6: "2001:db8::/33" }),
    "cidr_ipv6",
  ],
  [
    "another day",
    changed(
      "aws_db_instance",
      { maintenance_window: "Fri:09:00-Fri:09:30" },
      { maintenance_window: "sat:09:00-sat:09:30" },
    ),
    "maintenance_window",
  ],
  [
    "a filter that had a prefix",
    changed(
      "aws_s3_bucket_lifecycle_configuration",
      { rule: [{ id: "a", filter: [{ prefix: "tmp/" }] }] },
      { rule: [{ id: "a", filter: [] }] },
    ),
    "rule.a.filter",
  ],
  [
    "the order of a container's commands",
    changed(
      "azurerm_container_group",
      { container: [{ commands: ["a", "b"] }] },
      { container: [{ commands: ["b", "a"] }] },
    ),
    "container.",
  ],
  [
    "the order of an origin group",
    changed(
      "aws_cloudfront_distribution",
      { origin_group: [{ member: [{ origin_id: "main" }, { origin_id: "other" }] }] },
      { origin_group: [{ member: [{ origin_id: "other" }, { origin_id: "main" }] }] },
    ),
    "origin_group.",
  ],
  [
    "the order in a row of a dashboard",
    changed(
      "aws_cloudwatch_dashboard",
      { dashboard_body: JSON.stringify({ widgets: [{ properties: { metrics: [["A", "B", "C", "D"]] } }] }) },
      { dashboard_body: JSON.stringify({ widgets: [{ properties: { metrics: [["A", "B", "D", "C"]] } }] }) },
    ),
    "dashboard_body.widgets",
  ],
  ["the order of layers", changed("aws_lambda_function", { layers: ["a", "b"] }, { layers: ["b", "a"] }), "layers"],
  [
    "the order of a command",
    changed(
      "aws_ecs_task_definition",
      { container_definitions: containers({ command: ["serve", "now"] }) },
      { container_definitions: containers({ command: ["now", "serve"] }) },
    ),
    "container_definitions.a.command",
  ],
  [
    "a variable of a container",
    changed(
      "aws_ecs_task_definition",
      { container_definitions: containers({ environment: [{ name: "A", value: "1" }] }) },
      { container_definitions: containers({ environment: [{ name: "A", value: "2" }], cpu: 0 }) },
    ),
    "container_definitions.a.environment.A.value",
  ],
  [
    "a variable of a function",
    changed("aws_lambda_function", { environment: [{ variables: { A: "1" } }] }, { environment: [{ variables: {} }] }),
    "environment.0.variables",
  ],
  [
    "JSON in a parameter",
    changed("aws_ssm_parameter", { insecure_value: '{"a":true}' }, { insecure_value: '{"a":false}' }),
    "insecure_value.a",
  ],
  ["a member of a set", changed("aws_lb", { subnets: ["a", "b"] }, { subnets: ["a"] }), "subnets"],
  [
    "a major version",
    changed("aws_db_instance", { engine_version: "15.4" }, { engine_version: "16.1" }),
    "engine_version",
  ],
  [
    "an older version",
    changed("aws_db_instance", { engine_version: "15.17" }, { engine_version: "15.12" }),
    "engine_version",
  ],
  [
    "a minor version, where none is installed by itself",
    changed(
      "aws_db_instance",
      { engine_version: "15.4", auto_minor_version_upgrade: false },
      { engine_version: "15.5", auto_minor_version_upgrade: false },
    ),
    "engine_version",
  ],
  [
    "a minor version of a cache, where none is installed by itself",
    changed(
      "aws_elasticache_replication_group",
      { engine_version: "7.0", auto_minor_version_upgrade: "false" },
      { engine_version: "7.1", auto_minor_version_upgrade: "false" },
    ),
    "engine_version",
  ],
  [
    "the major version of MySQL",
    changed("aws_db_instance", { engine_version: "8.0.35" }, { engine_version: "8.4.1" }),
    "engine_version",
  ],
  [
    "storage that does not grow by itself",
    changed("aws_db_instance", { allocated_storage: 20 }, { allocated_storage: 500 }),
    "allocated_storage",
  ],
  [
    "the most nodes",
    changed(
      "aws_eks_node_group",
      { scaling_config: [{ desired_size: 2, max_size: 3 }] },
      { scaling_config: [{ desired_size: 2, max_size: 9 }] },
    ),
    "scaling_config.0.max_size",
  ],
  [
    "limits that no schedule owns",
    changed("aws_appautoscaling_target", { min_capacity: 2 }, { min_capacity: 0 }),
    "min_capacity",
  ],
])("alarm: %s", (_, change, attribute) => {
  const found = judged(change).found.filter(({ kind }) => kind === "drift");
  expect(found.map((one) => one.attribute).filter((path) => path.startsWith(attribute))).not.toEqual([]);
});

describe("what raises no alarm is listed with the reason", () => {
  test.each<[what: string, change: Replayed, kind: string, why: RegExp]>([
    [
      "a schedule's limits",
      changed(
        "aws_appautoscaling_target",
        { min_capacity: 2 },
        { min_capacity: 0 },
        { ignored: ["min_capacity", "max_capacity"], planned: null },
      ),
      "owned",
      /autoscaling/,
    ],
    [
      "storage up to its limit",
      changed(
        "aws_db_instance",
        { allocated_storage: 20, max_allocated_storage: 100 },
        { allocated_storage: 22, max_allocated_storage: 100 },
      ),
      "owned",
      /storage growth/,
    ],
    [
      "a restart of pods",
      changed(
        "kubernetes_deployment_v1",
        { spec: [{ template: [{ metadata: [{ annotations: {} }] }] }] },
        { spec: [{ template: [{ metadata: [{ annotations: { "kubectl.kubernetes.io/restartedAt": "now" } }] }] }] },
      ),
      "owned",
      /tools/,
    ],
    [
      "what ignore_changes names",
      changed("aws_lb", { idle_timeout: 60 }, { idle_timeout: 7 }, { ignored: ["idle_timeout"], planned: null }),
      "kept",
      /ignore_changes/,
    ],
    [
      "all of a resource is ignored",
      changed("aws_lb", { idle_timeout: 60 }, { idle_timeout: 7 }, { ignored: ["all"], planned: null }),
      "kept",
      /ignore_changes/,
    ],
    [
      "what the settings say by now",
      changed("aws_lb", { idle_timeout: 60 }, { idle_timeout: 7 }, { planned: { idle_timeout: 7 } }),
      "kept",
      /leaves it as it is/,
    ],
    [
      "what the settings have dropped",
      { type: "aws_lb", written: { name: "a" }, found: null, planned: null },
      "kept",
      /do not have it any more/,
    ],
    [
      "what we never set",
      changed(
        "aws_sqs_queue",
        { name: "a", redrive_policy: null },
        { name: "a", redrive_policy: "{}x" },
        { set: ["name"] },
      ),
      "unset",
      /takes it back/,
    ],
  ])("%s", (_, change, kind, why) => {
    const [found, ...others] = judged(change).found;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind, why: expect.stringMatching(why) });
  });
});

test("a secret that was changed is named without its values", () => {
  const plan = planOf(changed("aws_x", { token: "hunter1" }, { token: "hunter2" }));
  const [drift] = plan.resource_drift as unknown as { change: object }[];
  Object.assign(drift?.change ?? {}, { after_sensitive: { token: true } });
  const { found } = judged(changed("aws_x", {}, {}), { plan });
  expect(found).toMatchObject([{ attribute: "token", before: "(sensitive)", kind: "drift" }]);
  expect(JSON.stringify(found)).not.toContain("hunter");
});

test("data sources are only read", () => {
  const plan = planOf(changed("aws_x", { a: 1 }, { a: 2 }));
  const [drift] = plan.resource_drift as unknown as { mode: string; address: string }[];
  Object.assign(drift ?? {}, { mode: "data", address: "data.aws_x.one" });
  expect(judged(changed("aws_x", {}, {}), { plan }).found).toEqual([]);
});

describe("during a release", () => {
  const release = {
    id: "000012",
    carriers: { aws_lb_listener_rule: "whole", aws_ecs_service: ["task_definition"] } as const,
  };

  test("its values are no drift", () => {
    const weights = changed("aws_lb_listener_rule", { action: [{ weight: 0 }] }, { action: [{ weight: 10 }] });
    expect(judged(weights, { release }).found).toMatchObject([
      { kind: "released", why: expect.stringContaining("000012") },
    ]);
    expect(judged(weights).found).toMatchObject([{ kind: "drift" }]);
    expect(judged({ ...weights, found: null }, { release }).found).toMatchObject([
      { kind: "released", attribute: "gone" },
    ]);
  });

  test("what is beyond it is drift, on the same resource too", () => {
    const service = changed(
      "aws_ecs_service",
      { task_definition: "a:1", enable_execute_command: false },
      { task_definition: "a:2", enable_execute_command: true },
    );
    const kinds = judged(service, { release }).found.map(({ attribute, kind }) => [attribute, kind]);
    expect(kinds).toEqual([
      ["task_definition", "released"],
      ["enable_execute_command", "drift"],
    ]);
  });
});

describe("what is edited and not deployed", () => {
  const edit = (address: string, before: object, after: object, unknown?: object) => ({
    address,
    mode: "managed",
    change: { actions: ["update"], before, after, after_unknown: unknown },
  });
  const base = planOf(changed("aws_kms_key", { description: "a" }, null));
  const plan = {
    ...base,
    resource_changes: [
      ...(base.resource_changes ?? []),
      edit("aws_lb.edited", { idle_timeout: 60 }, { idle_timeout: 90 }),
      edit("aws_sqs_queue.follower", { key: "k1" }, { key: null }, { key: true }),
      edit("aws_sns_topic.next", { queue: "q" }, { queue: null }, { queue: true }),
      edit("aws_sns_topic.stranger", { other: "q" }, { other: null }, { other: true }),
    ],
    configuration: {
      root_module: {
        resources: [
          { address: "aws_lb.edited", expressions: { idle_timeout: {} } },
          {
            address: "data.aws_policy.document",
            expressions: { queue: { references: ["aws_sqs_queue.follower.id", "aws_sqs_queue.follower"] } },
          },
          {
            address: "aws_sqs_queue.follower",
            expressions: { key: { references: ["aws_kms_key.one.arn", "aws_kms_key.one"] } },
          },
          { address: "aws_sns_topic.next", expressions: { queue: { references: ["data.aws_policy.document.json"] } } },
          { address: "aws_sns_topic.stranger", expressions: { other: { references: ["aws_lb.edited.arn"] } } },
        ],
      },
    },
  };

  test("is no drift; what only follows from drift is apart from it", () => {
    const { found, undeployed, follows } = judged(changed("aws_x", {}, {}), { plan });
    expect(found.map(({ address, kind }) => [address, kind])).toEqual([["aws_kms_key.one", "drift"]]);
    expect(undeployed.map(({ address }) => address)).toEqual(["aws_lb.edited", "aws_sns_topic.stranger"]);
    expect(follows).toEqual(["aws_sns_topic.next", "aws_sqs_queue.follower"]);
  });
});

/** Any JSON that a policy or a parameter may hold. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.integer({ min: 1 }),
    fc.boolean(),
    tie("object"),
    tie("list"),
  ),
  object: fc.dictionary(fc.string({ minLength: 1 }), tie("value")),
  list: fc.array(tie("value"), { maxLength: 3 }),
})).object;

test("the order of keys, white space and what is empty never alarm in any text of JSON", () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries([
      ...Object.entries(value)
        .reverse()
        .map(([key, of]) => [key, shuffled(of)]),
      ["empty", []],
    ]);
  };
  fc.assert(
    fc.property(json, (value) => {
      const [written, found] = [JSON.stringify(value), JSON.stringify(shuffled(value), null, 2)];
      expect(judged(changed("aws_x", { text: written }, { text: found })).found).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("a value that differs always alarms, wherever it is in a text of JSON", () => {
  fc.assert(
    fc.property(json, fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (value, one, other) => {
      fc.pre(one.trim() !== other.trim() && ![one, other].some((text) => /^\s*$|^\s*[[{]/.test(text)));
      const [written, found] = [one, other].map((leaf) =>
        JSON.stringify({ ...(value as object), inner: { leaf: `x${leaf}x` } }),
      );
      const kinds = judged(changed("aws_x", { text: written }, { text: found })).found.map(({ kind }) => kind);
      expect(kinds).toContain("drift");
    }),
    { numRuns: 300 },
  );
});

describe("a minor version of a cluster, which has no switch of its own,", () => {
  const kindWith = (...switches: [cluster: string, isOn: boolean][]) => {
    const version = (engine_version: string) => ({ cluster_identifier: "one", engine_version });
    const plan = planOf(changed("aws_rds_cluster", version("15.10"), version("15.12")));
    const instances = switches.map(([cluster_identifier, auto_minor_version_upgrade], at) => {
      const values = { cluster_identifier, auto_minor_version_upgrade };
      const change = { actions: ["no-op"], before: values, after: values };
      return { address: `aws_rds_cluster_instance.n${at}`, type: "aws_rds_cluster_instance", change };
    });
    const resource_changes = [...(plan.resource_changes ?? []), ...instances];
    return judge({ plan: { ...plan, resource_changes }, ignored: () => false }).found[0]?.kind;
  };

  test("is installed by the service where all of its instances let it", () => {
    expect(kindWith(["one", true], ["one", true], ["other", false])).toBe("owned");
  });

  test("is installed by a person where one of its instances does not", () => {
    expect(kindWith(["one", true], ["one", false])).toBe("drift");
  });
});
