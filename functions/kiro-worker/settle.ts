import type { Build } from "@aws-sdk/client-codebuild";
import { type Builds, variable } from "./builds";
import { log } from "./log";
import { type Metrics, metricsOf } from "./metrics";
import type { Projects } from "./settings";
import type { WorkItems } from "./work-items";

export interface Records {
  readonly workItems: WorkItems;
  readonly builds: Builds;
  readonly metrics: Metrics;
  readonly projects: Projects;
}

/** Gives an item the status of its build. A finished build frees the lock, and its metrics are published once. */
export async function settle(build: Build, { workItems, builds, metrics, projects }: Records): Promise<string> {
  const { id = "", buildStatus = "IN_PROGRESS", projectName } = build;
  const item = variable(build, "WORK_ITEM_ID");
  // Without a claim of ours, a build that was started by hand may name an item. It is none of the item's.
  const claim = variable(build, "WORK_ITEM_CLAIM") ?? "";
  if (buildStatus === "IN_PROGRESS") {
    if (item) await workItems.move({ id: item, from: ["starting"], owner: claim, build: id, to: "building" });
    return "building";
  }
  const outcome = buildStatus === "SUCCEEDED" ? "succeeded" : "failed";
  // Events may be delivered more than once: only the one that ends the item counts. A build that was started by hand has no item.
  if (item && !(await workItems.finish(item, claim, id, outcome, `build ${buildStatus.toLowerCase()}`))) return "known";
  const project = Object.keys(projects).find((key) => projects[key]?.name === projectName);
  await metrics.publish(metricsOf(build, await builds.reports(build)), project);
  log("INFO", "build ended", { item, build: id, outcome: buildStatus });
  return outcome;
}
