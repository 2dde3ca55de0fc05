import { Builds } from "./builds";
import { log } from "./log";
import { Metrics } from "./metrics";
import { projects, required, tables } from "./settings";
import { type Records, settle } from "./settle";
import { isRecord } from "./work-item";
import { WorkItems } from "./work-items";

export interface Handled {
  readonly statusCode: 200 | 400;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Handles the events of EventBridge: a changed state of a build, and a denied read of a secret. The event only names the
 * build; its state and its reports are read from CodeBuild.
 */
export async function handle(event: unknown, records: Records): Promise<Handled> {
  if (!isRecord(event) || !isRecord(event["detail"])) return refuse("expected an event of EventBridge with a detail");
  const { source, detail } = event as { source?: unknown; detail: Record<string, unknown> };
  if (source === "aws.secretsmanager") {
    if (!/^AccessDenied/.test(String(detail["errorCode"]))) return refuse("detail.errorCode: expected AccessDenied");
    await records.metrics.publish([{ name: "SecretAccessDenied", value: 1 }]);
    log("WARN", "a secret was refused", { event: detail["eventName"], by: principal(detail) });
    return { statusCode: 200, body: { became: "counted" } };
  }
  if (source !== "aws.codebuild") return refuse("source: expected aws.codebuild or aws.secretsmanager");
  const id = detail["build-id"];
  if (typeof id !== "string" || !/^arn:aws:codebuild:[\w-]+:\d{12}:build\/[\w-]+:[\w-]+$/.test(id)) {
    return refuse("detail.build-id: expected the ARN of a build");
  }
  const build = await records.builds.find(id.slice(id.indexOf("build/") + "build/".length));
  if (!build) return refuse("detail.build-id: CodeBuild knows no such build");
  const said = String(detail["build-status"] ?? "IN_PROGRESS");
  if (said !== "IN_PROGRESS" && (build.buildStatus ?? "IN_PROGRESS") === "IN_PROGRESS") {
    // Lambda repeats the event after a minute, and after two more. Without this the end would be noticed when the lock ends.
    throw new Error(`${id}: the event says ${said}, CodeBuild does not show it yet`);
  }
  return { statusCode: 200, body: { became: await settle(build, records) } };
}

const principal = ({ userIdentity }: Record<string, unknown>) =>
  isRecord(userIdentity) ? userIdentity["arn"] : undefined;

function refuse(reason: string): Handled {
  log("WARN", "refused", { reason });
  return { statusCode: 400, body: { reasons: [reason] } };
}

let records: Records | undefined;

export function handler(event: unknown): Promise<Handled> {
  records ??= {
    workItems: new WorkItems(tables()),
    builds: new Builds(),
    metrics: new Metrics(required("METRIC_NAMESPACE")),
    projects: projects(),
  };
  return handle(event, records);
}
