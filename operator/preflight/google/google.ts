import { type Answer, type Finding, missing, ok, unknown } from "../look/finding";
import { groupBy } from "../look/grouped";
import { signedIn } from "../look/signed-in";
import type { StackView } from "../look/stack-view";
import { type GoogleCall, googleCall } from "./call";
import { googleQuotaFindings } from "./quotas";

/** APIs that must be on before Terraform can turn on the others: it calls these itself. */
const first = ["serviceusage.googleapis.com", "cloudresourcemanager.googleapis.com"];

/** What the deployer must be allowed to do in the project, with the role that gives it; more where a stack lets pipelines in. */
const permissionsFor = (stacks: readonly StackView[]): Readonly<Record<string, string>> => ({
  "resourcemanager.projects.setIamPolicy": "roles/owner",
  "serviceusage.services.enable": "roles/owner",
  "iam.serviceAccounts.create": "roles/owner",
  ...(stacks.some((stack) => stack.bodies("google_iam_workload_identity_pool").length > 0) && {
    "iam.serviceAccounts.setIamPolicy": "roles/owner",
    "iam.roles.create": "roles/owner",
  }),
});

/** Whether the Google projects of stacks are ready: the project, its billing, APIs and quotas, the deployer's rights, the zones. */
export async function googleFindings(
  stacks: readonly StackView[],
  all: readonly StackView[],
  connect: () => Promise<GoogleCall> = googleCall,
): Promise<Finding[]> {
  const own = stacks.filter((stack) => stack.provider("google"));
  if (own.length === 0) return [];
  const google = signedIn(connect, "gcloud auth application-default login");
  const ofProject = groupBy(own, (stack) => String(stack.provider("google")?.["project"]));
  const found = await Promise.all(
    [...ofProject].map(async ([project, of]) => {
      const about = (check: string, subject: string) => ({ check, subject, stacks: of.map(({ id }) => id) });
      const quotas = googleQuotaFindings(google, project, of, all);
      const others = await Promise.all([
        google.identity(about("identity", `project ${project}`), (call) => projectAnswer(call, project, of)),
        google.look(about("billing", `project ${project}`), (call) => billingAnswer(call, project)),
        google.look(about("role", `of the deployer in ${project}`), (call) =>
          rightsAnswer(call, project, permissionsFor(of)),
        ),
        google.look(about("API", first.join(", ")), (call) => firstApisAnswer(call, project)),
        google.look(about("API", "those that the stacks turn on"), (call) => ownApisAnswer(call, project, of)),
        ...of.flatMap((stack) =>
          zonesOf(stack).map(({ zone, names }) => {
            const subject = { check: "zone", subject: `${zone} for ${names.join(", ")}`, stacks: [stack.id] };
            return google.look(subject, (call) => zoneAnswer(call, project, zone, names));
          }),
        ),
      ]);
      return [...others, ...(await quotas)];
    }),
  );
  return found.flat();
}

async function projectAnswer(call: GoogleCall, project: string, stacks: readonly StackView[]): Promise<Answer> {
  const answer = await call("cloudresourcemanager.googleapis.com", `v1/projects/${project}`);
  if (answer.status === 404) return missing("it does not exist", `gcloud projects create ${project}`);
  answer.orThrow();
  const { projectNumber, lifecycleState } = answer.json as { projectNumber?: string; lifecycleState?: string };
  if (lifecycleState !== "ACTIVE") return missing(`expected an active project, found ${lifecycleState}`);
  const named = stacks.flatMap(({ text }) => [...text.matchAll(/service-(\d+)@/g)].map(([, number]) => number));
  const wrong = named.find((number) => number !== projectNumber);
  return wrong
    ? missing(`expected the number ${wrong} of the settings, found ${projectNumber}`)
    : ok(`number ${projectNumber}`);
}

async function billingAnswer(call: GoogleCall, project: string): Promise<Answer> {
  const { json } = (await call("cloudbilling.googleapis.com", `v1/projects/${project}/billingInfo`)).orThrow();
  const link = `gcloud billing projects link ${project} --billing-account <account>`;
  return (json as { billingEnabled?: boolean }).billingEnabled
    ? ok("on")
    : missing("no billing account is linked", link);
}

async function rightsAnswer(
  call: GoogleCall,
  project: string,
  permissions: Readonly<Record<string, string>>,
): Promise<Answer> {
  const wanted = Object.keys(permissions);
  const path = `v1/projects/${project}:testIamPermissions`;
  const { json } = (await call("cloudresourcemanager.googleapis.com", path, { permissions: wanted })).orThrow();
  const has = (json as { permissions?: string[] }).permissions ?? [];
  const lacks = wanted.filter((permission) => !has.includes(permission));
  if (lacks.length === 0) return ok("may make service accounts, turn on APIs and give roles");
  const grant = `gcloud projects add-iam-policy-binding ${project} --member user:<you> --role ${permissions[lacks[0] as string]}`;
  return missing(`the deployer lacks ${lacks.join(", ")}`, grant);
}

/** Of the APIs, those that are off. A question names at most 20. */
async function off(call: GoogleCall, project: string, apis: readonly string[]): Promise<string[]> {
  const on: string[] = [];
  for (let at = 0; at < apis.length; at += 20) {
    const names = apis.slice(at, at + 20).map((api) => `names=projects/${project}/services/${api}`);
    const path = `v1/projects/${project}/services:batchGet?${names.join("&")}`;
    const { json } = (await call("serviceusage.googleapis.com", path)).orThrow();
    const { services = [] } = json as { services?: { name?: string; state?: string }[] };
    on.push(
      ...services.filter(({ state }) => state === "ENABLED").map(({ name = "" }) => name.split("/").at(-1) ?? ""),
    );
  }
  return apis.filter((api) => !on.includes(api));
}

async function firstApisAnswer(call: GoogleCall, project: string): Promise<Answer> {
  const apis = (await off(call, project, first)).join(" ");
  return apis ? missing(`${apis}: off`, `gcloud services enable ${apis} --project ${project}`) : ok("on");
}

async function ownApisAnswer(call: GoogleCall, project: string, stacks: readonly StackView[]): Promise<Answer> {
  const services = stacks.flatMap((stack) => stack.bodies("google_project_service").map(({ service }) => service));
  const apis = await off(call, project, [...new Set(services as string[])].sort());
  return ok(apis.length > 0 ? `the deploy turns on ${apis.join(", ")}` : "on");
}

/** The zones of Cloud DNS that a stack names, with the names that must be in them. */
function zonesOf(stack: StackView): { zone: string; names: string[] }[] {
  const records = stack.bodies("google_dns_record_set").map(({ managed_zone, name }) => ({
    zone: String(managed_zone),
    name: String(name).replace(/\.$/, ""),
  }));
  const literal = records.filter(({ zone, name }) => !`${zone}${name}`.includes("${"));
  return [...groupBy(literal, ({ zone }) => zone)].map(([zone, of]) => ({ zone, names: of.map(({ name }) => name) }));
}

async function zoneAnswer(call: GoogleCall, project: string, zone: string, names: readonly string[]): Promise<Answer> {
  const answer = await call("dns.googleapis.com", `dns/v1/projects/${project}/managedZones/${zone}`);
  if (answer.status === 404) return missing("it does not exist", `gcloud dns managed-zones list --project ${project}`);
  if (answer.status === 403 && /SERVICE_DISABLED|has not been used/.test(answer.text))
    return unknown("the API dns.googleapis.com is still off");
  const { dnsName = "" } = answer.orThrow().json as { dnsName?: string };
  const domain = dnsName.replace(/\.$/, "");
  const outside = names.filter((name) => name !== domain && !name.endsWith(`.${domain}`));
  if (outside.length === 0) return ok(`zone ${domain}`);
  return missing(
    `expected a zone that holds ${outside.join(", ")}, found ${domain}`,
    `gcloud dns managed-zones list --project ${project}`,
  );
}
