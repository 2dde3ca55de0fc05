import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runbookFile } from "../../modules/runbooks";
import type { StackReference } from "../../settings/project/stacks";
import { StackView } from "../preflight/look/stack-view";
import { UserError } from "../process/user-error";
import { isFor, type Notes, notesOf } from "../runbooks/notes";
import { madeBy, type PageProps, page, sectionsOf } from "../runbooks/page";
import { StackFacts } from "../runbooks/stack-facts";
import { projectPlace } from "./project";
import { references, type Selection, withSelection } from "./selection";

/** The folder of all pages. */
const pages = "runbooks";

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

/** Whether a page is as the settings make it. Git may check it out with the line ends of Windows. */
export function isAsMade({ file, text }: Pick<StackPage, "file" | "text">): boolean {
  const path = pathOf(file);
  return existsSync(path) ? readFileSync(path, "utf8").replaceAll("\r\n", "\n") === text : text === undefined;
}

/** Where a file of the project is. */
export function pathOf(file: string): string {
  const { root, folder = "." } = projectPlace();
  return resolve(root, folder, file);
}

/** The pages that were made and are there, relative to the project: also those of stacks that are gone. */
export function madePages(): string[] {
  const folders = existsSync(pathOf(pages)) ? readdirSync(pathOf(pages), { withFileTypes: true }) : [];
  return folders
    .filter((folder) => folder.isDirectory())
    .flatMap(({ name }) => readdirSync(pathOf(join(pages, name))).map((file) => join(pages, name, file)))
    .filter((file) => file.endsWith(".md") && readFileSync(pathOf(file), "utf8").includes(madeBy))
    .sort();
}

/** The stacks whose alarms lead to a page by an address, and those of which one is among the pages that were made. */
export async function wantsPages(files: readonly string[], made: readonly string[]): Promise<string[]> {
  const { loadSettings } = await import("../../settings/load.js");
  const all = (await references([])).filter(({ platform }) => platform !== "account");
  return all
    .filter((stack) => {
      const isMade = made.includes(join(pages, runbookFile(stack.environment, stack.id)));
      return isMade || loadSettings(stack, { ...projectPlace(), files }).settings.runbook_url;
    })
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
    const found = made.flatMap((props) => (props ? [{ props, page: pageOf(props) }] : []));
    if (whole) refuseUnknownHeadings(found);
    return found.map(({ page }) => page);
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
    file: join(pages, runbookFile(environment, facts.id)),
    ...(text !== undefined && { text }),
    alarms: new Map(sections.map(({ alarm, text: said }) => [alarm.anchor, said])),
  };
}

function readNotes({ system = "" }: StackReference): Notes {
  const file = join("systems", system, "runbook.md");
  const path = pathOf(file);
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
