import { type Answer, type Finding, unknown } from "../look/finding";
import type { SignedIn } from "../look/signed-in";
import type { StackView } from "../look/stack-view";
import { googleNames, googleNeeds, googleQuotas, runRegions } from "../needs/google-needs";
import { type TotalNeed, totals } from "../needs/quota";
import { quotaAnswer } from "../needs/quota-answer";
import type { GoogleCall } from "./call";

const projectOf = (stack: StackView) => stack.provider("google")?.["project"];

/** Whether the quotas of a project suffice for all of its stacks together, of which `own` are the named ones. */
export function googleQuotaFindings(
  google: SignedIn<GoogleCall>,
  project: string,
  own: readonly StackView[],
  all: readonly StackView[],
): Promise<Finding[]> {
  const sharing = all.filter((stack) => projectOf(stack) === project);
  const regions = [...new Set(own.flatMap(runRegions)), undefined];
  const looks = regions.flatMap((region) => {
    const mine = own.flatMap((stack) => googleNeeds(stack, region));
    const needs = totals(sharing.flatMap((stack) => googleNeeds(stack, region)));
    return needs
      .filter(({ quota }) => mine.some((need) => need.quota.code === quota.code))
      .map((need) => {
        const users = mine.filter(({ quota }) => quota.code === need.quota.code).map(({ stack }) => stack);
        const where = region ? `${region} of ${project}` : project;
        const subject = { check: "quota", subject: `${need.quota.name}, ${where}`, stacks: [...new Set(users)] };
        return google.look(subject, (call) =>
          region ? runAnswer(call, project, region, need) : computeAnswer(call, project, need, sharing),
        );
      });
  });
  return Promise.all(looks);
}

/** How many of the units that Google counts are one of ours, and the id by which another value is requested. */
const ofCloudRun: Readonly<Record<string, { readonly unit: number; readonly id: string }>> = {
  [googleQuotas.cpu.code]: { unit: 1000, id: "CpuAllocPerProjectRegion" },
  [googleQuotas.memory.code]: { unit: 1024 ** 3, id: "MemAllocPerProjectRegion" },
};

interface Metric {
  readonly consumerQuotaLimits?: readonly {
    readonly unit?: string;
    readonly quotaBuckets?: readonly {
      readonly effectiveLimit?: string;
      readonly dimensions?: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Service Usage has the value of each region; a bucket without a region holds for those that have none. */
async function runAnswer(call: GoogleCall, project: string, region: string, need: TotalNeed): Promise<Answer> {
  const { service, code } = need.quota;
  const { unit, id } = ofCloudRun[code] as { unit: number; id: string };
  const metric = `v1beta1/projects/${project}/services/${service}/consumerQuotaMetrics/${encodeURIComponent(code)}`;
  const { json } = (await call("serviceusage.googleapis.com", `${metric}?view=FULL`)).orThrow();
  const limits = ((json as Metric).consumerQuotaLimits ?? []).filter(({ unit: of = "" }) => of.includes("{region}"));
  const values = limits.flatMap(({ quotaBuckets = [] }) => {
    const own = quotaBuckets.find(({ dimensions }) => dimensions?.["region"] === region);
    const { effectiveLimit } = own ?? quotaBuckets.find(({ dimensions }) => !dimensions?.["region"]) ?? {};
    return effectiveLimit === undefined ? [] : [Number(effectiveLimit)];
  });
  if (values.length === 0) return unknown(`Service Usage names no value of ${code} for ${region}`);
  const least = Math.min(...values.map((value) => (value < 0 ? Infinity : value / unit)));
  const request = (value: number) =>
    `gcloud beta quotas preferences create --project ${project} --service ${service} --quota-id ${id} --preferred-value ${Math.ceil(value * unit)} --dimensions region=${region} --email <you>`;
  return quotaAnswer({ need, limit: least, request });
}

/** Compute Engine has the values of a project; what others have is what no stack of it names. */
async function computeAnswer(
  call: GoogleCall,
  project: string,
  need: TotalNeed,
  sharing: readonly StackView[],
): Promise<Answer> {
  const compute = (path: string) => call("compute.googleapis.com", `compute/v1/projects/${project}${path}`);
  const answer = await compute("");
  if (answer.status === 403 && /SERVICE_DISABLED|has not been used/.test(answer.text))
    return unknown("the API compute.googleapis.com is still off");
  const { quotas = [] } = answer.orThrow().json as { quotas?: { metric?: string; limit?: number }[] };
  const limit = quotas.find(({ metric }) => metric === need.quota.code)?.limit;
  if (limit === undefined) return unknown(`Compute Engine names no quota ${need.quota.code}`);
  const of = need.quota.code === googleQuotas.networks.code ? "networks" : "addresses";
  const { json } = (await compute(`/global/${of}?maxResults=500`)).orThrow();
  const { items = [] } = json as { items?: { name?: string; addressType?: string }[] };
  const ours = sharing.flatMap((stack) => googleNames(stack, of));
  const others = items.filter(({ name = "", addressType }) => addressType !== "INTERNAL" && !ours.includes(name));
  return quotaAnswer({ need, limit, used: others.length });
}
