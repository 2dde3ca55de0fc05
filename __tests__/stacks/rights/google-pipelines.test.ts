import { grantedByStacks } from "../../../modules/gcp/account/pipeline-rights";
import { Names } from "../../../modules/names";
import { googleIdentities } from "../../../operator/workflows/google";
import { exampleSettings, examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { googleCalls, ofBillingAccount } from "./google-calls";
import { type Grant, grantsOf, type PipelineAccount, projectPermissions } from "./google-rights";
import { releasedResources } from "./released-resources";

/** What the accounts of pipelines may do in Google Cloud, and what they may not. */

const stacks = examples.stacks.filter(({ platform }) => platform === "gcp");

/** Permissions that read data, or let a person be or do more. */
const never =
  /^(iam\.(serviceAccounts\.(actAs|getAccessToken|getOpenIdToken|implicitDelegation|signBlob|signJwt|setIamPolicy|create|update|delete)|serviceAccountKeys\.(create|enable|upload)|roles\.(create|update|delete)|googleapis\.com\/workloadIdentityPool\w*\.(create|update|delete|undelete|setIamPolicy))|resourcemanager\.projects\.setIamPolicy)$/;
const data =
  /^(secretmanager\.versions\.access|storage\.objects\.(get|list)|logging\.(logEntries|privateLogEntries|views)\.(list|access)|cloudsql\.\w+\.(export|connect|login)|artifactregistry\.(repositories\.downloadArtifacts|files\.download)|pubsub\.subscriptions\.consume|bigquery\.tables\.getData|cloudkms\.cryptoKeyVersions\.useTo\w+)$/;
/** Verbs that change nothing. `use` counts calls, `validate` and `analyze` answer a question, `fullView` shows a job's own settings. */
const reads = /(\.|\/)(get\w*|list\w*|test|use|validate|analyze|fullView|query\w*|show\w*)$/;

describe.each(stacks)("$id", ({ id, environment }) => {
  let stack: StackJson;
  let grants: Record<PipelineAccount, Grant[]>;
  let own: ReturnType<typeof resources>;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
    own = resources(stack).filter(({ type }) => type.startsWith("google_"));
    const of = (account: PipelineAccount) => grantsOf(stack, account);
    grants = { plan: of("plan"), release: of("release"), infrastructure: of("infrastructure") };
  });

  const permissions = (account: PipelineAccount) => projectPermissions(grants[account]);
  const calls = (type: string) => {
    const found = googleCalls[type];
    if (!found) throw new Error(`${type}: expected its calls in google-calls.ts`);
    return found;
  };
  const lacking = (has: readonly string[], of: (type: string) => string) =>
    [...new Set(own.map(({ type }) => type))]
      .filter((type) => !ofBillingAccount.includes(type))
      .flatMap((type) => of(type).split(" ").filter(Boolean))
      .filter((permission) => !has.includes(permission));

  test("each account is that of its GitHub environments of one repository: plan of pull requests, and of what watches", () => {
    const trusted = resources(stack, "google_service_account_iam_member")
      .filter(({ body }) => body["role"] === "roles/iam.workloadIdentityUser")
      .map(({ body }) => [
        /federation_(\w+?)_account_/.exec(String(body["service_account_id"]))?.[1],
        String(body["member"]).replace(/^.*\/subject\//, ""),
      ]);
    expect(trusted.sort()).toEqual([
      ["infrastructure", `repo:your-org/your-infrastructure:environment:${environment}`],
      ["plan", `repo:your-org/your-infrastructure:environment:${environment}-plan`],
      ["plan", `repo:your-org/your-infrastructure:environment:${environment}-watch`],
      ["release", `repo:example/test-execution-system:environment:${environment}`],
    ]);
  });

  test("no account has a key or a basic role", () => {
    expect(resources(stack, "google_service_account_key")).toEqual([]);
    for (const { role } of Object.values(grants).flat()) expect(role).not.toMatch(/^roles\/(owner|editor|viewer)$/);
  });

  test("plan reads all that the stack has", () => {
    expect(lacking(permissions("plan"), (type) => calls(type).read)).toEqual([]);
  });

  test("plan changes nothing, and reads no data but the feature flags", () => {
    expect(permissions("plan").filter((one) => !reads.test(one) || data.test(one) || never.test(one))).toEqual([]);
    expect(grants.plan.filter(({ on }) => on !== "project")).toEqual([
      expect.objectContaining({
        role: "roles/secretmanager.secretAccessor",
        on: expect.stringMatching(/^google_secret_manager_secret\.configuration_feature_flags_/),
      }),
    ]);
  });

  test("release changes what a new image changes, and nothing else of the project", () => {
    const released = releasedResources(stack).filter((address) => address.startsWith("google_"));
    const deployed = grants.release.filter(({ role }) => role === "roles/run.developer");
    expect(deployed.map(({ on }) => on).sort()).toEqual(released);
    expect(released.length).toBeGreaterThanOrEqual(2);
    for (const { on, permissions: has } of deployed) {
      expect(has).toContain(`${calls(on.split(".")[0] as string).read.replace(/get$/, "update")}`);
    }
    expect(permissions("release").filter((one) => !reads.test(one) || data.test(one) || never.test(one))).toEqual([]);
  });

  test("release and infrastructure act as the accounts of the stack's own services, not as those of pipelines", () => {
    const acting = (account: PipelineAccount) =>
      grants[account].filter(({ permissions: has }) => has.includes("iam.serviceAccounts.actAs"));
    const used = [
      ...JSON.stringify(own).matchAll(/"service_account(_email)?":"[^"]*\$\{(google_service_account\.[\w-]+)\./g),
    ];
    const accounts = [...new Set(used.map(([, , address]) => address))].sort();
    expect(
      acting("infrastructure")
        .map(({ on }) => on)
        .sort(),
    ).toEqual(accounts);
    for (const { on } of [...acting("release"), ...acting("infrastructure")]) {
      expect(on).toMatch(/^google_service_account\.(?!federation_)/);
    }
    const services = accounts.filter((address) => /^google_service_account\.(api|worker)_identity/.test(`${address}`));
    expect(
      acting("release")
        .map(({ on }) => on)
        .sort(),
    ).toEqual(services);
    expect(acting("plan")).toEqual([]);
  });

  test("infrastructure makes, changes and deletes all that the stack has, but for accounts and who may be them", () => {
    const [conditional] = grants.infrastructure.filter(({ condition }) => condition);
    const has = [...permissions("infrastructure"), ...(conditional?.permissions ?? [])];
    expect(lacking(has, (type) => `${calls(type).read} ${calls(type).write}`)).toEqual([]);
  });

  test("infrastructure lets no one in: it changes no account, no trust, and gives no role that services do not have", () => {
    expect(permissions("infrastructure").filter((one) => never.test(one))).toEqual([]);
    const conditional = grants.infrastructure.filter(({ condition }) => condition);
    expect(conditional.map(({ role }) => role)).toEqual(["roles/resourcemanager.projectIamAdmin"]);
    const [, listed = ""] =
      /^api\.getAttribute\('iam\.googleapis\.com\/modifiedGrantsByRole', \[\]\)\.hasOnly\(\[(.*)\]\)$/.exec(
        conditional[0]?.condition ?? "",
      ) ?? [];
    const grantable = listed.split(", ").map((role) => role.slice(1, -1));
    expect(grantable).toEqual(grantedByStacks);
    const ofServices = own
      .filter(({ type, address }) => type === "google_project_iam_member" && !/\.federation_/.test(address))
      .map(({ body }) => String(body["role"]));
    expect(ofServices.filter((role) => !grantable.includes(role))).toEqual([]);
    const ofPipelines = Object.values(grants).flat();
    const others = ofPipelines.filter(({ on }) => on === "project").map(({ role }) => role);
    expect(others.filter((role) => grantable.includes(role))).toEqual([]);
  });

  test("the names in the outputs follow from the settings, as the workflows name them", () => {
    const settings = exampleSettings<"gcp">(id);
    const { name, project, location: region } = settings;
    const named = googleIdentities(settings);
    const names = new Names({ name, environment, accountId: project, region });
    const release = `${names.of("gcp_service_account", "release")}@${project}.iam.gserviceaccount.com`;
    const [pool] = resources(stack, "google_iam_workload_identity_pool");
    const ids = resources(stack, "google_service_account").map(({ body }) => body["account_id"]);
    expect(named.provider).toBe(
      `projects/${settings.project_number}/locations/global/workloadIdentityPools/${pool?.body["workload_identity_pool_id"]}/providers/github`,
    );
    const emails = { plan: named.plan, release, infrastructure: named.infrastructure };
    for (const [account, email] of Object.entries(emails)) {
      const [part, domain] = email.split("@");
      expect(ids).toContain(part);
      expect(domain).toBe(`${project}.iam.gserviceaccount.com`);
      expect(stack.output).toHaveProperty(`${account}_service_account`);
    }
  });
});
