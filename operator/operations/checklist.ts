import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackReference } from "../../settings/project/stacks";
import { planSeen, stackLooks, testsOf } from "../checklist/checkout";
import { cloudLooks } from "../checklist/cloud";
import { type Checked, type LookName, no, type Seen, unseen, yes } from "../checklist/item";
import { lists } from "../checklist/lists";
import { type Logs, type Releases, releaseLooks } from "../checklist/releases";
import { savedPlan } from "../plan/plan-file";
import { StackView } from "../preflight/look/stack-view";
import { commitOf, productCommit } from "../process/checkout";
import type { Target } from "../release/world/platform-of";
import { readStackConfig } from "../terraform/stack-config";
import { projectPlace } from "./project";
import { builtPage, isAsMade } from "./runbooks";
import { readProject, type Selection, withSelection } from "./selection";
import { withWorkspace } from "./with-workspace";

/** Releases of a stack that are looked through. */
const most = 50;

export interface ChecklistOptions {
  readonly production?: boolean;
  /** The build that is meant, on ECS. */
  readonly image?: string;
  readonly settings: readonly string[];
}

/** The lists of document 004 for a stack that is built, with what can be seen from here. Changes nothing. */
export async function checklistOf(
  stack: StackReference,
  selection: Selection,
  options: ChecklistOptions,
): Promise<Checked[]> {
  const { loadSettings } = await import("../../settings/load.js");
  const { notifications, runbook_url: url } = loadSettings(stack, {
    ...projectPlace(),
    files: options.settings,
  }).settings;
  const view = new StackView(stack.id, readFileSync(jsonOf(selection.source, stack.id), "utf8"));
  const commit = commitOf();
  const target = view.output("release_target") as Pick<Target, "platform"> | undefined;
  const build = options.image ?? (target?.platform === "lambda" ? commit : undefined);
  const [cloud, logs, plan, runbooks] = await Promise.all([
    cloudLooks(view),
    logsOf(stack, selection, options, build),
    planOf(stack.id, selection),
    url
      ? pageLook(stack, selection, options.settings)
      : yes("alarms name the command that prints them as they are now"),
  ]);
  const looks: Record<LookName, Seen> = {
    tests: testsOf(".local", productCommit()),
    synthesis: yes("it was built just now"),
    plan,
    runbooks,
    ...cloud,
    ...stackLooks(view, notifications.critical),
    ...releaseLooks(logs),
  };
  return lists
    .filter(({ when, production }) => options.production || (when !== "production" && !production))
    .map((item) => ({ ...item, ...(item.look ? looks[item.look] : unseen("")) }));
}

const jsonOf = (source: string, id: string) => join(source, "stacks", id, "cdk.tf.json");

/** Whether `plan` was run on exactly this build, and its plan is still there. */
async function planOf(id: string, { source }: Selection): Promise<Seen> {
  const created = withWorkspace({ id, source, operation: "checklist" }, async (found) => savedPlan(found).created);
  return planSeen(await created.catch((error: Error) => error));
}

async function logsOf(
  stack: StackReference,
  { source, emulatedIds }: Selection,
  { settings }: ChecklistOptions,
  build: string | undefined,
): Promise<Logs> {
  const own = await releasesOf(stack.id, source);
  const { stacks } = await readProject();
  const isEmulated = emulatedIds.includes(stack.id);
  const of = async (environment: "test" | "staging") => {
    const there = stacks.find(
      (one) => one.environment === environment && one.system === stack.system && one.platform === stack.platform,
    );
    if (!there) return undefined;
    if (there.id === stack.id) return { stack: stack.id, releases: own };
    // Calls of this process go to the emulator.
    if (isEmulated)
      return { stack: there.id, releases: { unseen: `${stack.id} is on the emulator, ${there.id} is not` } };
    const releases = await withSelection({ patterns: [there.id], settingsFiles: settings }, (selection) =>
      releasesOf(there.id, selection.source),
    ).catch((error: Error) => unread(there.id, error));
    return { stack: there.id, releases };
  };
  return { build, own, of: { test: await of("test"), staging: await of("staging") } };
}

async function releasesOf(id: string, source: string): Promise<Releases> {
  try {
    const { logOf } = await import("../release/world/log-of.js");
    const { history } = await import("../release/log/history.js");
    const config = readStackConfig(jsonOf(source, id));
    if (!config.outputs.includes("release_target")) return { unseen: `${id}: a deploy of its platform leaves no log` };
    return await history(logOf(id, jsonOf(source, id)), id, most);
  } catch (error) {
    return unread(id, error as Error);
  }
}

const unread = (id: string, { message }: Error) => ({
  unseen: `the releases of ${id} cannot be read: ${message.split("\n")[0]}`,
});

async function pageLook(stack: StackReference, selection: Selection, settings: readonly string[]): Promise<Seen> {
  const page = await builtPage(stack, selection, settings);
  if (!page?.text) return yes("no alarm of the stack has a page");
  return isAsMade(page)
    ? yes(`${page.file} is as the settings make it`)
    : no(`${page.file} is not as the settings make it`);
}
