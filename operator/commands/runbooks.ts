import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { print, printError } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { pagesOf, type StackPage, wantsPages } from "../operations/runbooks";
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
  const named = patterns.length > 0 ? patterns : await wantsPages(settings);
  if (named.length === 0) {
    throw new UserError("no stack has the setting `runbook_url`: name the stacks whose pages are to be written");
  }
  const pages = await pagesOf(named, settings, patterns.length === 0);
  if (alarm) return printAlarm(pages, alarm, json);
  const { root, folder = "." } = projectPlace();
  const files = pages.map(({ file, text }) => ({ file: resolve(root, folder, file), text, shown: file }));
  const outdated = files.filter(({ file, text }) =>
    !existsSync(file) ? text !== undefined : readFileSync(file, "utf8") !== text,
  );
  if (!check) {
    for (const { file, text } of outdated) {
      if (text === undefined) rmSync(file);
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  }
  const shown = outdated.map((page) => page.shown);
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
