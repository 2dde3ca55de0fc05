import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { AcceptedState } from "../drift/accept";
import type { StackDrift } from "../drift/report";
import type { Failed } from "../drift/report-markdown";
import type { PlannedStack } from "../plan/markdown/plan-markdown";
import { UserError } from "../process/user-error";
import type { StatusFinding } from "../status/finding";
import { readDocument } from "./read-document";
import type { Watched } from "./watched";

/** What `look` looks at. `due`: secrets and certificates that need someone; `health`: alarms, dead letters, builds, releases. */
export type What = "plan" | "drift" | Watched;

interface Frame {
  readonly version: 1;
  /** The environment, or what was looked at. */
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  /** The commit of the checkout; nothing outside Git. */
  readonly commit?: string | undefined;
  /** Address of the run of GitHub Actions. */
  readonly run?: string | undefined;
  readonly stacks: readonly string[];
}

/** What one job found, for a job that says it. No sensitive value is in it. */
export type Looked =
  | (Frame & { readonly what: "plan"; readonly plans: readonly PlannedStack[] })
  | (Frame & {
      readonly what: "drift";
      readonly drifts: readonly StackDrift[];
      readonly failed: readonly Failed[];
      readonly accepted: AcceptedState;
    })
  | (Frame & { readonly what: "due"; readonly findings: readonly StatusFinding[] })
  | (Frame & { readonly what: "health"; readonly findings: readonly StatusFinding[] });

export type LookedOf<W extends What> = Extract<Looked, { what: W }>;

const list = z.array(z.looseObject({}));
const frame = {
  version: z.literal(1),
  name: z.string().regex(/^[a-z0-9-]{1,60}$/),
  at: z.iso.datetime(),
  commit: z.string().max(100).optional(),
  run: z.string().max(400).optional(),
  stacks: z.array(z.string()),
};
const texts = z.array(z.string());
const document = z.discriminatedUnion("what", [
  z.object({ ...frame, what: z.literal("plan"), plans: list }),
  z.object({
    ...frame,
    what: z.literal("drift"),
    drifts: list,
    failed: list,
    accepted: z.object({ expired: texts, warnings: texts }),
  }),
  z.object({ ...frame, what: z.literal("due"), findings: list }),
  z.object({ ...frame, what: z.literal("health"), findings: list }),
]);

/** The stacks that were to be looked at and are in no document: their job wrote none. An environment can have several jobs, one of which fails. */
export function unlookedIn(documents: readonly Looked[], expected: readonly string[] | undefined): string[] {
  const seen = new Set(documents.flatMap(({ stacks }) => stacks));
  return (expected ?? []).filter((id) => !seen.has(id));
}

/** Writes `<folder>/<name>.json` and, for people, `<folder>/<name>.md`. */
export function writeLooked(folder: string, looked: Looked, markdown: string, name = looked.name): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(looked)}\n`);
  writeFileSync(join(folder, `${name}.md`), `${markdown.trimEnd()}\n`);
}

/**
 * What jobs wrote, by name: the JSON files of a folder and of the folders in it, because a download of artifacts makes one for each.
 * @throws {UserError} for a file that is something else, or of another look
 */
export function readLooked<W extends What>(folder: string, what: W): LookedOf<W>[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readdirSync(path).map((name) => join(path, name));
    return [path];
  });
  const documents = files.filter((file) => file.endsWith(".json")).map((file) => readOne(file, what));
  return documents.sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
}

function readOne<W extends What>(file: string, what: W): LookedOf<W> {
  const wrong = (found: string) => new UserError(`${file}: expected what \`look ${what}\` writes, found ${found}`);
  const read = readDocument(file, document, wrong);
  if (read.what !== what) throw wrong(`that of \`look ${read.what}\``);
  return read as unknown as LookedOf<W>;
}
