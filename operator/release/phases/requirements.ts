import { evidenceHours } from "../../process/evidence-age";
import { digestOf } from "../../process/image-digest";
import { haveSameFunctions } from "../../process/same-functions";
import { judgeScan, judgeSum } from "../judge/scan";
import type { Requirement } from "../log/entries";
import { takenBackBy } from "../log/gave";
import { history } from "../log/history";
import type { ReleaseContext } from "../run/context";
import { messageOf } from "../run/ends";
import type { After, ReleaseRequest } from "../run/request";

/** One thing that was looked at before a release. */
export interface Finding {
  readonly passed: boolean;
  readonly seen: readonly string[];
}

/** Releases of that environment that are looked through. */
const lookedThrough = 50;
/** Minutes of the live side's figures that are the baseline. */
const baselineMinutes = 15;

/** What each requirement found. What is required and not given fails, unless it is waived with a reason, which is recorded. */
export async function requirements(context: ReleaseContext, request: ReleaseRequest): Promise<Finding[]> {
  const { scan, after } = request;
  const found: Record<Requirement, () => Promise<Finding | undefined>> = {
    scan: async () => scan && scanned(context, scan),
    after: async () => after && evidence(context, request, after),
    baseline: () => baseline(context, request),
    digest: async () => digest(context, request),
  };
  const all = Object.entries(found) as [Requirement, () => Promise<Finding | undefined>][];
  return Promise.all(all.map(async ([name, look]) => decide(name, await look(), request)));
}

function decide(name: Requirement, finding: Finding | undefined, { require, waived }: ReleaseRequest): Finding {
  if (waived[name] !== undefined) {
    return { passed: true, seen: [...(finding?.seen ?? []), `${name}: waived, ${waived[name]}`] };
  }
  if (!require.includes(name)) {
    // A scan or evidence that was given counts, required or not; a baseline and a digest only where they are required.
    if (!finding) return { passed: true, seen: [`${name}: not checked`] };
    return name === "baseline" || name === "digest" ? { passed: true, seen: finding.seen } : finding;
  }
  const missing = `${name}: required by release.require and not given: give --${name}, or --waive ${name}=<reason>`;
  return finding ?? { passed: false, seen: [missing] };
}

function scanned({ clock }: ReleaseContext, scan: NonNullable<ReleaseRequest["scan"]>): Finding {
  try {
    if (!("sum" in scan)) return judgeScan(scan.text);
    const { passed, seen } = judgeSum(scan.sum);
    // What is known of weaknesses grows: an old sum says nothing of those that were found since.
    const hours = hoursSince(clock, scan.sum.at);
    const isOld = !(hours <= evidenceHours);
    const old = `scan: ${scan.file} was made ${hours.toFixed(1)} h ago, expected at most ${evidenceHours} h: scan the build again`;
    return isOld ? { passed: false, seen: [...seen, old] } : { passed, seen };
  } catch (error) {
    return { passed: false, seen: [`scan: ${scan.file} ${messageOf(error)}`] };
  }
}

/** Whether the build has completed a release in the other environment, and is not known to have been taken back there. */
async function evidence({ clock }: ReleaseContext, { build, code }: ReleaseRequest, after: After): Promise<Finding> {
  const { environment, stack, store, withinHours = evidenceHours } = after;
  if ("build" in store) {
    const { confirmed } = store;
    if (confirmed?.commit !== build && !haveSameFunctions(store.build, build, code)) {
      const seen = `after: the evidence of ${environment} (${stack}) is of ${store.build}, this release is of ${build}`;
      return { passed: false, seen: [seen] };
    }
    return inTime(clock, store.release, environment, confirmed?.at ?? store.ended, withinHours);
  }
  const releases = await history(store, stack, lookedThrough);
  const index = releases.findIndex((one) => one.status === "completed" && haveSameFunctions(one.build, build, code));
  const release = releases[index];
  if (!release) {
    const seen = `after: no completed release of ${build} in ${environment} (${stack}): release it there first`;
    return { passed: false, seen: [seen] };
  }
  const replaced = takenBackBy(release, releases.slice(0, index));
  if (replaced) {
    const seen = `after: ${build} was taken back in ${environment} by release ${replaced.id}${replaced.reason ? ` (${replaced.reason})` : ""}`;
    return { passed: false, seen: [seen] };
  }
  return inTime(clock, release.id, environment, release.ended ?? release.started, withinHours);
}

/** Whether the name of the build says which image it is, now and when it is started again: a tag can be moved. */
function digest({ platform }: ReleaseContext, { build }: ReleaseRequest): Finding {
  if (platform.hasNew) return { passed: true, seen: ["digest: functions have versions, which do not change"] };
  const found = digestOf(build);
  if (found !== undefined) return { passed: true, seen: [`digest: ${found}`] };
  const seen = `digest: ${build} has none: its tag can be moved, and a later start or rollback then takes another image. Release <name>@sha256:…`;
  return { passed: false, seen: [seen] };
}

function inTime(
  clock: ReleaseContext["clock"],
  id: string,
  environment: string,
  ended: string,
  withinHours: number,
): Finding {
  const hours = hoursSince(clock, ended);
  const text = `after: release ${id} of ${environment} completed ${hours.toFixed(1)} h ago`;
  return hours <= withinHours
    ? { passed: true, seen: [text] }
    : { passed: false, seen: [`${text}, expected at most ${withinHours} h`] };
}

const hoursSince = (clock: ReleaseContext["clock"], at: string): number => (clock.now() - Date.parse(at)) / 3_600_000;

/** Whether the live side's figures are there to compare with. */
async function baseline(
  { platform, clock }: ReleaseContext,
  { minRequests, metrics }: ReleaseRequest,
): Promise<Finding> {
  if (!metrics) return { passed: false, seen: ["baseline: the metrics cannot be read"] };
  const now = clock.now();
  try {
    const { liveSide } = await platform.figures(now - baselineMinutes * 60_000, now, true);
    const text = `baseline: ${liveSide.requests} requests in ${baselineMinutes} minutes, p95 ${liveSide.p95 ?? "unknown"} ms`;
    const passed = liveSide.requests >= minRequests && liveSide.p95 !== undefined;
    return { passed, seen: [passed ? text : `${text}, expected at least ${minRequests} requests and a p95`] };
  } catch (error) {
    return { passed: false, seen: [`baseline: ${messageOf(error)}`] };
  }
}
