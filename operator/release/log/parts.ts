import { z } from "zod";

/** What the entries of a log are made of. */

export const values = z.record(z.string(), z.union([z.string(), z.number()]));
export const texts = z.array(z.string());
export const time = z.iso.datetime();

/** Who approved it, where a job of GitHub Actions waited for that. */
export const approved = z.object({ run: z.string(), approver: z.string(), environment: z.string() });

export const operator = z.object({
  who: z.string(),
  host: z.string(),
  /** Random, one for each process: distinguishes our entries from those of others. */
  token: z.string(),
  /** Identity of the process, for the same host to see whether it still runs. */
  process: z.unknown().optional(),
  approved: approved.optional(),
  /** The tag of the run of GitHub Actions, where it is of one. */
  tag: z.string().optional(),
});

/** What an environment can require of a release. */
export const requirements = ["scan", "after", "baseline", "digest"] as const;

export const plan = z.object({
  kind: z.enum(["release", "rollback"]),
  build: z.string(),
  /** What is live before, and all values of the state then: the way back leads there. */
  fromBuild: z.string(),
  from: values,
  commit: z.string().optional(),
  configHash: z.string(),
  strategy: z.enum(["blue_green", "canary", "rolling"]),
  steps: z.array(z.object({ percent: z.number(), seconds: z.number() })),
  minRequests: z.number(),
  onSilence: z.enum(["rollback", "continue"]),
  keepMinutes: z.number(),
  despite: texts,
  /** Paths of the checks before and after, by the check's name. */
  checks: z.record(z.string(), texts),
  /** Only shown: those of a newer version, which this one does not know, are read as they are. */
  require: texts,
  /** Requirements that were waived, each with its reason; only shown too. */
  waived: z.record(z.string(), z.string()),
  migrate: z.string().optional(),
  smoke: z.string().optional(),
  /** The environment whose stack gets the same release afterwards. */
  with: z.string().optional(),
  /** Of a rollback: why, and the release that it takes back to. */
  reason: z.string().optional(),
  to: z.string().optional(),
  /** Until when the release before this one is kept: what does not complete leaves that as it was. */
  keptUntil: time.optional(),
  /** Whether the services' metrics can be read; without, probes alone judge. */
  metrics: z.boolean(),
});

export const phase = z.enum([
  "check",
  "migrate",
  "start",
  "smoke",
  "shift",
  "judge",
  "watch",
  "finish",
  "reverse",
  "back",
  "keep",
]);
export const status = z.enum(["in_progress", "completed", "rolled_back", "failed", "aborted"]);

const side = z.object({
  requests: z.number().nullable(),
  errors: z.number().nullable(),
  p95: z.number().nullable().optional(),
  cpuPercent: z.number().nullable().optional(),
});

export const sample = z.object({
  phase,
  percent: z.number(),
  /** The real share of the new side. */
  weight: z.number(),
  probes: z.object({ sent: z.number(), failed: z.number(), slowestMs: z.number() }).optional(),
  figures: z.object({ newSide: side, liveSide: side }).optional(),
  /** Names of the alarms that are raised. */
  alarms: texts,
  verdict: z.enum(["healthy", "degraded", "failed", "silent", "waiting"]),
  reasons: texts,
});

export const summary = z.object({
  id: z.string(),
  kind: plan.shape.kind,
  status,
  build: z.string(),
  fromBuild: z.string(),
  /** What is live by the state since it completed, in the words of `fromBuild`. @default - not known: an earlier version has put the entry */
  live: z.string().optional(),
  who: z.string(),
  host: z.string(),
  approved: approved.optional(),
  tag: z.string().optional(),
  commit: z.string().optional(),
  strategy: plan.shape.strategy,
  started: time,
  ended: time.optional(),
  phases: z.array(
    z.object({
      name: z.string(),
      started: time,
      seconds: z.number(),
      is: z.enum(["done", "ended", "running"]),
      skippedBy: z.string().optional(),
    }),
  ),
  /** The last sample of each step. */
  figures: z.array(sample),
  reason: z.string().optional(),
  to: z.string().optional(),
  /** Whether a migration ran: it is never taken back. */
  migration: z.object({ task: z.string(), is: z.enum(["succeeded", "failed", "unknown"]) }).optional(),
  despite: texts,
  waived: plan.shape.waived,
  /** Until when the way back is one change of the weight. */
  keptUntil: time.optional(),
  /** The call that must be made by hand. */
  manual: z.string().optional(),
});
