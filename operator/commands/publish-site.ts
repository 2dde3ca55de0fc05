import { join } from "node:path";
import type { StackReference } from "../../settings/project/stacks";
import { type ChangeOptions, confirmationFor, print, withProgress } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { references } from "../operations/selection";
import { withWorkspace } from "../operations/with-workspace";
import { interrupt } from "../process/interrupt";
import { userAtHost } from "../process/process-identity";
import { oneLine } from "../process/terminal-text";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { readFolder, type SiteFolder } from "../publish-site/folder";
import type { PublishResult } from "../publish-site/publish";
import type { Site } from "../publish-site/site";
import { readOutputs } from "../terraform/outputs";
import { prepareBackend } from "../terraform/self-hosted-state";
import { readStackConfig } from "../terraform/stack-config";
import type { Workspace } from "../terraform/workspace";
import { withStacks } from "./with-stacks";

type PublishOptions = Pick<ChangeOptions, "json" | "settings" | "yes" | "confirm"> & {
  readonly rollback?: boolean;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
};

/** Publishes a folder as the website of a stack, or restores the previous release. */
export async function publishSite(pattern: string, path: string | undefined, options: PublishOptions): Promise<void> {
  const { settings: settingsFiles, json, rollback = false, dryRun = false } = options;
  if ((path === undefined) !== rollback)
    throw new UserError(`expected either a folder or --rollback, found ${rollback ? "both" : "neither"}`);
  const stacks = await references([pattern]);
  const [stack] = stacks;
  if (!stack || stacks.length > 1)
    throw new UserError(`${pattern}: expected the id of one stack, found ${stacks.length} stacks`);
  const { id } = stack;

  await withStacks({ patterns: [id], settingsFiles }, async (selection, reachable) => {
    refuseWithoutSite(id, selection.source);
    const folder = path === undefined ? undefined : readFolder(path);
    await withProgress(json, async (progress) => {
      const confirm = confirmationFor(options, selection, progress);
      const verb = rollback ? "roll back the site of" : "publish to the site of";
      const run = async (workspace: Workspace) => {
        const note = (text: string) => progress.report({ stack: id, type: "note", text });
        const site = await deployedSite(workspace, stack, settingsFiles, note);
        // Loaded late: it loads the AWS SDK, which refusals should not wait for.
        const { publish, rollBack } = await import("../publish-site/publish.js");
        reportSkipped(folder, note);
        const approve = (text: string) => confirm({ id, text: text || "  only the record of the release", verb });
        const props = { ...site, by: userAtHost(), dryRun, confirm: approve, note };
        const result = folder ? await publish(folder, props) : await rollBack(props);
        if (options.wait && result.invalidation) await site.distribution.done(result.invalidation);
        return { id, url: reachable(site.url), ...result };
      };
      const props = { id, source: selection.source, operation: "publish-site" };
      // A request has no end that must be waited for: the next run completes what this one has begun.
      const untilStopped = (workspace: Workspace) =>
        interrupt.orStop(run(workspace), `${id}: stopped: run the command again to complete it`);
      report(await withWorkspace(props, untilStopped), json, progress);
    });
  });
}

/** What is wrong with the stack is said before what is wrong with the folder. */
function refuseWithoutSite(id: string, source: string): void {
  const { outputs } = readStackConfig(join(source, "stacks", id, "cdk.tf.json"));
  if (!outputs.includes("site_bucket"))
    throw new UserError(`${id}: expected a stack with a website, found no output site_bucket`);
}

async function deployedSite(
  workspace: Workspace,
  stack: StackReference,
  settingsFiles: readonly string[],
  note: (text: string) => void,
): Promise<Site> {
  const { id } = workspace;
  await prepareBackend(workspace);
  const outputs = await readOutputs(workspace);
  if (!outputs["site_bucket"]) throw new UserError(`${id} is not deployed: run npm run deploy -- ${id}`);
  const { siteOf } = await import("../publish-site/site.js");
  return siteOf(stack, projectPlace(), settingsFiles, outputs, note);
}

function reportSkipped(folder: SiteFolder | undefined, note: (text: string) => void): void {
  if (!folder || folder.skipped.length === 0) return;
  note(
    `skipped: ${folder.skipped.map(oneLine).join(", ")} (hidden files, and the configuration that the stack writes)`,
  );
}

function report(
  { text, ...result }: PublishResult & { id: string; url: string },
  json: boolean | undefined,
  progress: Progress,
): void {
  progress.close();
  if (result.status === "declined") process.exitCode = 1;
  if (json) {
    print(JSON.stringify({ type: "result", ...result }));
    return;
  }
  const { id, status, release, restores, put, removed, invalidation, url } = result;
  const of = restores === undefined ? "" : ` with the files of release ${restores}`;
  if (status === "planned") {
    print(`${id}: would change\n${text}`);
    return;
  }
  print(`${id}: ${status}${release === undefined ? "" : `, release ${release}${of}`}`);
  if (invalidation) print(`  ${put.length} written, ${removed.length} removed, invalidation ${invalidation}`);
  print(`  ${url}`);
}
