import { Permissions } from "../../policy/permissions";
import { documentOf, resources, type StackJson, synthesizeAll } from "../synthesized";
import { chartValues, irsaAccounts, type OnEks, onEks } from "./on-eks";

/** What runs on EKS takes the role that it names, and may do what it is made for. */

let pairs: OnEks[];
beforeAll(async () => {
  pairs = onEks(await synthesizeAll());
}, 120_000);

// biome-ignore lint/suspicious/noExplicitAny: bodies of many resources.
type Json = any;

/** The accounts that a role trusts, as namespace:name. */
function trusted(cluster: StackJson, roleArn: string): string[] {
  const role = resources(cluster, "aws_iam_role").find(({ body }) => roleArn.endsWith(`:role/${body["name"]}`));
  if (!role) return [];
  return documentOf(cluster, role.body["assume_role_policy"])
    .flatMap(({ condition = [] }) => condition)
    .filter(({ variable }) => variable.endsWith(":sub"))
    .flatMap(({ values }) => values)
    .map((subject) => subject.replace("system:serviceaccount:", ""));
}

const namespaceOf = (stack: StackJson) => {
  const own = resources(stack, "kubernetes_namespace_v1").find(({ address }) =>
    /\.namespace_[0-9A-F]{8}$/.test(address),
  );
  return ((own?.body ?? {}) as Json).metadata.name as string;
};

test("there is a workload on EKS in each environment but local", () => {
  expect(pairs.map(({ id }) => id).sort()).toEqual(
    ["dev", "prod", "prod-dr", "staging", "test"].map((environment) => `ai-prism-kubernetes-${environment}`),
  );
});

test("the account of every container takes a role that trusts it", () => {
  for (const { id, workload, cluster } of pairs) {
    const accounts = resources(workload, "kubernetes_service_account_v1")
      .map(({ body }) => (body as Json).metadata)
      .filter(({ name }) => !name.startsWith("team-"));
    expect(accounts.length).toBeGreaterThan(0);
    for (const { name, annotations } of accounts) {
      expect({
        id,
        name,
        roles: trusted(cluster, annotations?.["eks.amazonaws.com/role-arn"] ?? "none"),
      }).toMatchObject({ roles: expect.arrayContaining([`${namespaceOf(workload)}:${name}`]) });
    }
  }
});

test("the account of every platform service takes a role that trusts it", () => {
  for (const { id, workload, cluster } of pairs) {
    const found = Object.entries(chartValues(workload)).flatMap(([release, values]) =>
      irsaAccounts(values).map((account) => ({ release, ...account })),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { release, name, role } of found) {
      const names = trusted(cluster, role).map((account) => account.split(":")[1]);
      expect({ id, release, names }).toMatchObject({ names: expect.arrayContaining([name]) });
    }
  }
});

test("the application may read its password again, sign in to Redis, read its parameters, and call its models", () => {
  for (const { cluster } of pairs) {
    const role = resources(cluster, "aws_iam_role").find(({ body }) => String(body["name"]).endsWith("-api"));
    const may = new Permissions(cluster, String(role?.body["name"]));
    const database = resources(cluster, "aws_rds_cluster")[0]?.address;
    expect(may.may("secretsmanager:GetSecretValue", `\${${database}.master_user_secret[0].secret_arn}`)).toBe(true);
    for (const action of ["elasticache:Connect", "ssm:GetParametersByPath", "bedrock:InvokeModel"]) {
      expect([action, may.may(action)]).toEqual([action, true]);
    }
    for (const action of ["secretsmanager:PutSecretValue", "s3:GetObject", "sts:AssumeRole", "xray:PutTraceSegments"]) {
      expect([action, may.may(action)]).toEqual([action, false]);
    }
    expect(may.may("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:1:secret:other")).toBe(false);
  }
});

test("traces reach a store: Jaeger in the cluster, or X-Ray with a role that may", () => {
  for (const { id, workload, cluster } of pairs) {
    const { "opentelemetry-collector": values, jaeger } = chartValues(workload);
    if (!values) continue;
    const [exporter] = values.config.service.pipelines.traces.exporters;
    expect([id, exporter]).toEqual([id, jaeger ? "otlp" : "awsxray"]);
    const role = String(irsaAccounts(values)[0]?.role).split("/").pop() ?? "";
    expect(new Permissions(cluster, role).may("xray:PutTraceSegments", "*")).toBe(true);
    const variables = resources(workload, "kubernetes_config_map_v1").map(({ body }) => (body as Json).data ?? {});
    expect(variables.filter((data) => data.OTEL_EXPORTER_OTLP_ENDPOINT)).toHaveLength(1);
  }
});
