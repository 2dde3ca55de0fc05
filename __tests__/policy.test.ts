import { reachesSomeone } from "./policy/alarms";
import { findingsOf, policies } from "./policy/findings";
import { referencesOf } from "./policy/references";
import type { Body } from "./policy/rule";
import { allowing } from "./policy/statements";
import { exampleSettings, examples, resources, type StackJson, synthesizeAll } from "./stacks/synthesized";

/** What holds for every resource of every stack of every environment; `policy/findings.ts` has the list, which a user's project keeps too. */

describe.each(examples.stacks)("$id", ({ id }) => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = (await all()).get(id) as StackJson;
  });

  const always = policies.filter(({ ifProtected = false }) => !ifProtected);

  test.each(always)("$title", ({ find }) => {
    expect(find(stack)).toEqual([]);
  });

  test("every alarm has an address to notify", () => {
    expect(reachesSomeone(stack)).toEqual([]);
  });

  test("there are statements where there are roles, and references", () => {
    expect(allowing(stack).length > 0).toBe(resources(stack, "aws_iam_role").length > 0);
    expect(referencesOf(stack).length).toBeGreaterThan(0);
  });
});

const protectedIds = examples.stacks.map(({ id }) => id).filter((id) => exampleSettings(id).protected);

describe("a protected environment", () => {
  test("production is a protected environment", () => {
    expect(protectedIds).toEqual(
      expect.arrayContaining(["account-prod", "aws-prod", "account-prod-dr", "aws-prod-dr", "gcp-prod", "azure-prod"]),
    );
  });

  test.each(protectedIds)("%s keeps its data", async (id) => {
    const stack = (await all()).get(id) as StackJson;
    expect(findingsOf(stack, { isProtected: true })).toEqual([]);
  });

  test("a lock that is missing is found, and so is a namespace that denies nothing", async () => {
    const { azurerm_management_lock: _, ...unlocked } = ((await all()).get("azure-prod") as StackJson).resource;
    const { kubernetes_network_policy_v1: __, ...open } = ((await all()).get("kubernetes-prod") as StackJson).resource;
    const rulesOf = async (id: string, resource: StackJson["resource"]) => {
      const stack = { ...((await all()).get(id) as StackJson), resource };
      return new Set(findingsOf(stack, { isProtected: true }).map(({ rule }) => rule));
    };
    expect([...(await rulesOf("azure-prod", unlocked))]).toContain("locks");
    expect([...(await rulesOf("kubernetes-prod", open))]).toContain("namespace");
  });
});

test("a service that could not be replaced after a failed first start is found, on every cloud", async () => {
  const found = async (id: string, type: string, more: Body): Promise<boolean> => {
    const stack = (await all()).get(id) as StackJson;
    const [[name, body]] = Object.entries(stack.resource[type] ?? {}) as [[string, Body]];
    const changed = { ...stack, resource: { ...stack.resource, [type]: { [name]: { ...body, ...more } } } };
    return findingsOf(changed, { isProtected: true }).some(({ rule }) => rule === "replaceable");
  };
  const kept = { lifecycle: { prevent_destroy: true } };
  expect(await found("gcp-prod", "google_cloud_run_v2_service", { deletion_protection: true })).toBe(true);
  expect(await found("gcp-prod", "google_cloud_run_v2_worker_pool", { deletion_protection: undefined })).toBe(true);
  expect(await found("aws-prod", "aws_ecs_service", kept)).toBe(true);
  expect(await found("azure-prod", "azurerm_container_group", kept)).toBe(true);
  expect(await found("kubernetes-prod", "kubernetes_deployment_v1", kept)).toBe(true);
  expect(await found("gcp-prod", "google_cloud_run_v2_service", {})).toBe(false);
});

test("production's database has 30 days of backups, and a copy in another region (document 002)", async () => {
  const stack = (await all()).get("aws-prod") as StackJson;
  expect(resources(stack, "aws_db_instance")[0]?.body).toMatchObject({ backup_retention_period: 30, multi_az: true });
  expect(resources(stack, "aws_db_instance_automated_backups_replication")).toHaveLength(1);
});

test("production on Google and Azure has 30 days of backups, and a copy that survives the loss of a region (document 002)", async () => {
  const body = async (id: string, type: string): Promise<Body> =>
    resources((await all()).get(id) as StackJson, type).map((resource) => resource.body);
  const [primary, replica] = await body("gcp-prod", "google_sql_database_instance");
  expect(primary.settings.backup_configuration.backup_retention_settings.retained_backups).toBe(30);
  expect(replica.region).not.toBe(primary.region);
  expect(await body("azure-prod", "azurerm_postgresql_flexible_server")).toEqual([
    expect.objectContaining({ backup_retention_days: 30, geo_redundant_backup_enabled: true }),
  ]);
});

/** Types whose names need to be unique only within their parent resource. */
const namedWithinOthers = ["aws_apigatewayv2_authorizer", "aws_iam_role_policy", "aws_lambda_alias"];

test("no two stacks of an environment share a name or an address range", async () => {
  const owners = new Map<string, string>();
  for (const { id, environment } of examples.stacks) {
    const stack = (await all()).get(id) as StackJson;
    for (const { type, body } of resources(stack)) {
      const name = body.name ?? body.bucket ?? body.identifier ?? body.cidr_block;
      if (typeof name !== "string" || name.includes("${") || namedWithinOthers.includes(type)) continue;
      // A DNS name may have one record of each type.
      // What is in a cluster is unique there.
      const cluster = type.startsWith("aws_") ? "" : JSON.stringify(stack.provider.helm ?? "");
      const key = `${environment} ${cluster} ${type} ${body.type ?? ""} ${name} ${body.provider ?? ""} ${type.startsWith("azurerm_") ? parents(body) : ""}`;
      expect([key, owners.get(key)]).toEqual([key, undefined]);
      owners.set(key, id);
    }
  }
});

/** References to the parents of an Azure resource, within which most names must be unique. */
function parents(body: Body): string {
  const references = Object.entries(body).filter(
    ([key, value]) => /(_id|_name|^scope)$/.test(key) && String(value).startsWith("${"),
  );
  return references.map(([, value]) => value).join(" ");
}

let stacks: Promise<Map<string, StackJson>> | undefined;

function all(): Promise<Map<string, StackJson>> {
  stacks ??= synthesizeAll();
  return stacks;
}
