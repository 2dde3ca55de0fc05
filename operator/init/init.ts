import { join, relative, resolve } from "node:path";
import { nearestName } from "../../settings/nearest";
import { UserError } from "../process/user-error";
import { nothingFound } from "./application/found";
import { readApplication } from "./application/read-application";
import { askMissing, askWhat, type Questions } from "./ask";
import { type Checked, checkProject } from "./check";
import { plannedCode } from "./files/code";
import { environmentFiles } from "./files/environments";
import { systemFiles } from "./files/systems";
import { folderOf, type InitOptions, readFlags } from "./flags";
import { type Draft, makePlan } from "./make-plan";
import { type Answers, hasFunctions, platforms } from "./model/answers";
import { type ExistingProject, platformsOf, readExisting } from "./model/existing";
import type { Plan, PlannedFile } from "./model/plan";
import { type NextSteps, nextSteps } from "./next-steps";
import { writeProject } from "./write-project";

export interface InitProps {
  /** The checkout, whose top level is the shipped project. */
  readonly root: string;
  readonly options: InitOptions;
  /** The folder that the environment names. */
  readonly named?: string;
  /** Questions; absent without a terminal, and with --yes. */
  readonly ask?: Questions;
  /** Shows what is about to be written. */
  readonly show: (plan: Plan, files: readonly PlannedFile[]) => void;
  /** Builds the project. @default - every stack, as `npm run check` does */
  readonly check?: typeof checkProject;
}

/** What was written. */
export interface Initialized {
  /** Relative to the checkout. */
  readonly folder: string;
  readonly plan: Plan;
  readonly files: readonly PlannedFile[];
  readonly checked: Checked;
  readonly next: NextSteps;
}

/** Writes a project, or adds to one. Nothing is written before all that it takes is known. @throws {UserError} for everything that is wrong or missing, at once */
export async function initialize({
  root,
  options,
  named,
  ask,
  show,
  check = checkProject,
}: InitProps): Promise<Initialized> {
  const folder = resolve(root, folderOf(options) ?? named ?? "project");
  if (folder === resolve(root))
    throw new UserError("--project: expected a folder of your own, found the shipped examples");
  const { answers, problems } = readFlags(options);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  const found = options.from === undefined ? nothingFound : await readApplication(resolve(root, options.from));
  const existing = readExisting(folder);
  const addsEnvironment = options.environment.length > 0;
  const examples = readExisting(root);
  const given = withExample({ ...answers, found }, options.example, examples);
  const draft = await complete(given, existing, addsEnvironment, ask);
  const files = plannedFiles(draft.plan, examples);
  if (files.length === 0)
    throw new UserError(`${relative(root, folder)}: everything is there already. Nothing was written`);
  show(draft.plan, files);
  if (ask && !(await ask.confirm(`Write ${files.length} files to ${relative(root, folder)}/?`))) {
    throw new UserError("declined: nothing was written");
  }
  writeProject(folder, files);
  const checked = await check(root, relative(root, folder) || ".");
  return {
    folder: relative(root, folder),
    plan: draft.plan,
    files,
    checked,
    next: nextSteps(draft.plan, checked.stacks, relative(root, folder)),
  };
}

/** A copy of a shipped system has its platforms, and its name unless another one is said. */
function withExample(answers: Answers, example: string | undefined, examples: ExistingProject): Answers {
  if (example === undefined) return answers;
  if (!examples.systems.has(example)) {
    throw new UserError(`--example: expected ${nearestName(example, [...examples.systems.keys()])}, found ${example}`);
  }
  const shipped = platformsOf(examples, example);
  const other = answers.platforms.find((it) => !shipped.includes(it));
  if (other) throw new UserError(`--platforms: ${example} has ${shipped.join(", ")}, found ${other}`);
  const chosen = platforms.filter((it) => shipped.includes(it));
  return {
    ...answers,
    example,
    system: answers.system ?? example,
    platforms: answers.platforms.length > 0 ? answers.platforms : chosen,
  };
}

/** The plan, with an answer to everything that it takes. */
async function complete(
  given: Answers,
  existing: ExistingProject,
  addsEnvironment: boolean,
  ask?: Questions,
): Promise<Draft> {
  let draft = makePlan(
    ask && !addsEnvironment ? await askWhat(given, existing, ask) : given,
    existing,
    addsEnvironment,
  );
  // An answer may bring a further question: state in S3 takes an account.
  while (ask && draft.missing.length > 0) {
    draft = makePlan(await askMissing(draft, ask), existing, addsEnvironment);
  }
  if (draft.missing.length > 0) {
    const width = Math.max(...draft.missing.map(({ option }) => option.length));
    const lines = draft.missing.map(({ option, what }) => `  ${option.padEnd(width)}  ${what}`);
    throw new UserError(["missing, and never guessed; nothing was written:", ...lines].join("\n"));
  }
  return draft;
}

/** Every file that is not there yet. */
export function plannedFiles(plan: Plan, examples: ExistingProject): PlannedFile[] {
  const { code, files } = plan.systems.some(({ platforms }) => platforms.some(hasFunctions))
    ? plannedCode(plan.systems, examples)
    : { code: new Map(), files: [] };
  return [...environmentFiles(plan), ...systemFiles(plan, code, examples), ...files].filter(
    ({ path }) => !plan.existing.files.has(join(path)),
  );
}
