import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { print, printError } from "../operations/command-output";
import { isAsMade, madePages, pagesOf, pathOf, type StackPage, wantsPages } from "../operations/runbooks";
import { UserError } from "../process/user-error";

interface Options {
  readonly settings: readonly string[];
  readonly json?: boolean;
  /** Print what the page says of this alarm, and write nothing. */
  readonly alarm?: string;
  /** Write nothing; exit code 1 where a page is not as the settings make it. */
  readonly check?: boolean;
}

/** Writes the pages of stacks' alarms into the folder `runbooks/` of the project: without a name, those to which alarms lead by an address. */
export async function runbooks(patterns: readonly string[], { settings, json, alarm, check }: Options): Promise<void> {
  const made = patterns.length > 0 ? [] : madePages();
  const named = patterns.length > 0 ? patterns : await wantsPages(settings, made);
  if (named.length === 0 && made.length === 0) {
    throw new UserError("no stack has the setting `runbook_url`: name the stacks whose pages are to be written");
  }
  const pages = named.length > 0 ? await pagesOf(named, settings, patterns.length === 0) : [];
  if (alarm) return printAlarm(pages, alarm, json);
  // Of a stack that is gone, or that is in another environment now, nothing makes a page.
  const left = made.filter((file) => !pages.some((page) => page.file === file)).map((file) => ({ file }));
  const outdated: Pick<StackPage, "file" | "text">[] = [...pages, ...left].filter((page) => !isAsMade(page));
  if (!check) {
    for (const { file, text } of outdated) {
      if (text === undefined) rmSync(pathOf(file));
      else {
        mkdirSync(dirname(pathOf(file)), { recursive: true });
        writeFileSync(pathOf(file), text);
      }
    }
  }
  const shown = outdated.map(({ file }) => file);
  if (json) print(JSON.stringify({ type: "result", pages: pages.length, [check ? "outdated" : "written"]: shown }));
  else if (check) for (const file of shown) printError(`${file} is not as the settings make it: npm run runbooks`);
  else print(`${pages.length} pages, written: ${shown.join(", ") || "none, all are as the settings make them"}`);
  process.exitCode = check && outdated.length > 0 ? 1 : 0;
}

function printAlarm(pages: readonly StackPage[], alarm: string, json?: boolean): void {
  const [page, ...others] = pages;
  if (!page || others.length > 0) throw new UserError(`--alarm: expected one stack, found ${pages.length}`);
  const text = page.alarms.get(alarm);
  if (!text) {
    const known = [...page.alarms.keys()].join(", ") || "none";
    throw new UserError(`${page.id} has no alarm ${alarm}; those with a page: ${known}`);
  }
  print(json ? JSON.stringify({ type: "result", stack: page.id, alarm, text }) : text);
}
