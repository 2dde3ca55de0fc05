import { join } from "node:path";
import type { Found, Note } from "../init/application/found";
import { CancelledError } from "../init/ask";
import { editLines } from "../init/edit-lines";
import type { InitOptions } from "../init/flags";
import { type Initialized, initialize } from "../init/init";
import { print, printError } from "../operations/command-output";
import { interrupt } from "../process/interrupt";

/** Writes a project of the user's own, or adds a system or an environment to it; then checks it. */
export async function init(options: InitOptions): Promise<void> {
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const asks = isTerminal && !options.yes && !options.json;
  const ask = asks ? await (await import("../init/ask.js")).terminalQuestions() : undefined;
  const unwatch = ask ? () => {} : interrupt.watch(printError);
  try {
    const done = await initialize({
      root: process.cwd(),
      options,
      named: process.env["PROJECT"],
      ask,
      show: ({ answers: { found } }) => {
        for (const line of options.json ? [] : foundLines(found, options.from)) printError(line);
      },
    });
    if (options.json) print(JSON.stringify(asJson(done)));
    else print(asText(done).join("\n"));
    for (const mistake of done.checked.mistakes) printError(mistake);
    if (done.checked.mistakes.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    printError("cancelled: nothing was written");
    process.exitCode = 130;
  } finally {
    unwatch();
  }
}

function foundLines({ taken, notTaken }: Found, from: string | undefined): string[] {
  if (from === undefined) return [];
  const line = ({ file, line, text }: Note) => `  ${join(from, file)}${line ? `:${line}` : ""}: ${text}`;
  return [
    ...(taken.length > 0 ? [`read in ${from}:`, ...taken.map(line)] : [`${from}: nothing was found`]),
    ...(notTaken.length > 0 ? ["not taken:", ...notTaken.map(line)] : []),
  ];
}

function asText({ folder, files, checked, next }: Initialized): string[] {
  const edits = editLines(folder, files);
  const count = [...checked.stacks.values()].flat().length;
  const width = Math.max(...next.commands.map(({ command }) => command.length));
  return [
    "written:",
    ...files.map(({ path }) => `  ${join(folder, path)}`).filter((path) => !path.includes(`${folder}/functions/`)),
    ...functionFolders(folder, files),
    ...(edits.length > 0
      ? ["to edit, when you like (each value works as it is in plans):", ...edits.map((it) => `  ${it}`)]
      : []),
    `check: ${counted(count, "stack")}, ${counted(checked.mistakes.length, "mistake")}`,
    ...next.state,
    "next:",
    ...next.commands.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`),
  ];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

function functionFolders(folder: string, files: Initialized["files"]): string[] {
  const folders = files.flatMap(({ path }) => /^functions\/[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].map(
    (it) => `  ${join(folder, it)}/: ${folders.filter((other) => other === it).length} files, your handlers to change`,
  );
}

function asJson({ folder, files, checked, next, plan }: Initialized) {
  const { taken, notTaken } = plan.answers.found;
  return {
    folder,
    files: files.map(({ path }) => join(folder, path)),
    stacks: [...checked.stacks.values()].flat(),
    mistakes: checked.mistakes,
    edit: editLines(folder, files),
    read: { taken, notTaken },
    next: next.commands.map(({ command }) => command),
  };
}
