import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runbookFile } from "../../modules/runbooks";
import type { StackReference } from "../../settings/project/stacks";
import { StackView } from "../preflight/look/stack-view";
import { UserError } from "../process/user-error";
import { isFor, type Notes, notesOf } from "../runbooks/notes";
import { type PageProps, page, sectionsOf } from "../runbooks/page";
import { StackFacts } from "../runbooks/stack-facts";
import { projectPlace } from "./project";
import { references, type Selection, withSelection } from "./selection";

/** The page of a stack. */
export interface StackPage {
  readonly id: string;
  /** Where it belongs, relative to the project. */
  readonly file: string;
  /** Undefined: no alarm of the stack leads to a page. */
  readonly text?: string;
  /** What it says of each alarm, by the alarm's heading. */
  readonly alarms: ReadonlyMap<string, string>;
}

/** The stacks whose alarms lead to a page by an address. */
export async function wantsPages(files: readonly string[]): Promise<string[]> {
  const { loadSettings } = await import("../../settings/load.js");
  const all = (await references([])).filter(({ platform }) => platform !== "account");
  return all
    .filter((stack) => loadSettings(stack, { ...projectPlace(), files }).settings.runbook_url)
    .map(({ id }) => id);
}

/**
 * The pages of stacks.
 * @param whole whether they are all that have pages, so that a heading of notes that means none of their alarms is a mistake
 * @throws {UserError} for such a heading, and for mistakes in settings
 */
export async function pagesOf(
  patterns: readonly string[],
  files: readonly string[],
  whole: boolean,
): Promise<StackPage[]> {
  const stacks = await references(patterns);
  return withSelection({ patterns, settingsFiles: files }, async (selection) => {
    const made = await Promise.all(stacks.map((stack) => propsOf(stack, selection, files)));
    const pages = made.flatMap((props) => (props ? [{ props, page: pageOf(props) }] : []));
    if (whole) refuseUnknownHeadings(pages);
    return pages.map(({ page }) => page);
  });
}

/** The page of a stack that is built. @returns nothing for an account, which has none */
export async function builtPage(
  stack: StackReference,
  selection: Built,
  files: readonly string[],
): Promise<StackPage | undefined> {
  const props = await propsOf(stack, selection, files);
  return props && pageOf(props);
}

type Built = Pick<Selection, "source" | "dependents">;

async function propsOf(
  stack: StackReference,
  { source, dependents }: Built,
  files: readonly string[],
): Promise<PageProps | undefined> {
  const { id, environment, platform, system = "" } = stack;
  if (platform === "account") return undefined;
  const { loadSettings } = await import("../../settings/load.js");
  const { notifications } = loadSettings(stack, { ...projectPlace(), files }).settings;
  const text = readFileSync(join(source, "stacks", id, "cdk.tf.json"), "utf8");
  const facts = new StackFacts(new StackView(id, text), dependents(id));
  return { facts, system, environment, platform, team: notifications.warning, notes: readNotes(stack) };
}

function pageOf(props: PageProps): StackPage {
  const { facts, environment } = props;
  const sections = sectionsOf(props);
  const text = page(props, sections);
  return {
    id: facts.id,
    file: join("runbooks", runbookFile(environment, facts.id)),
    ...(text !== undefined && { text }),
    alarms: new Map(sections.map(({ alarm, text: said }) => [alarm.anchor, said])),
  };
}

function readNotes({ system = "" }: StackReference): Notes {
  const { root, folder = "." } = projectPlace();
  const file = join("systems", system, "runbook.md");
  const path = resolve(root, folder, file);
  return notesOf(file, existsSync(path) ? readFileSync(path, "utf8") : "");
}

function refuseUnknownHeadings(made: readonly { readonly props: PageProps; readonly page: StackPage }[]): void {
  for (const { props } of made) {
    const { file, headings } = props.notes;
    const alarms = made.filter((it) => it.props.notes.file === file).flatMap(({ page }) => [...page.alarms.keys()]);
    const unknown = headings.find((heading) => !alarms.some((alarm) => isFor(heading, alarm)));
    if (unknown) {
      throw new UserError(
        `${file}: expected headings that begin an alarm's name, found "${unknown}"; alarms: ${[...new Set(alarms)].join(", ")}`,
      );
    }
  }
}
