import { isAws } from "../../settings/rule";
import { UserError } from "../process/user-error";
import { type Missing, missingIn, refuseIncomplete } from "./missing";
import { type Answers, hasFunctions, local, type SystemPlatform } from "./model/answers";
import { type ExistingProject, environmentsOf, platformsOf, valueAt } from "./model/existing";
import type { Plan, PlannedSystem } from "./model/plan";

/** What is known of a call: what is to be written, and what is missing for it. */
export interface Draft {
  readonly plan: Plan;
  readonly missing: readonly Missing[];
}

/** What the answers ask for, in a project that may be there already. @throws {UserError} if it cannot be done without changing a file that is there */
export function makePlan(answers: Answers, existing: ExistingProject, addsEnvironment: boolean): Draft {
  const named = answers.environments.filter((name) => name !== local);
  const environments = named.length > 0 || existing.isNew ? named : environmentsOf(existing);
  const systems = addsEnvironment ? addedTo(answers, existing) : newSystem(answers, existing);
  const platforms = [...answers.platforms, ...systems.flatMap((system) => system.platforms)];
  const hasLocal = platforms.some(isAws);
  if (answers.environments.includes(local) && !hasLocal) {
    throw new UserError("--environments: local is the environment of the emulators, which have AWS only");
  }
  const state = answers.state ?? stateOf(existing);
  const plan: Plan = { answers: { ...answers, state }, existing, environments, systems, hasLocal };
  if (addsEnvironment) refuseThere(plan);
  refuseIncomplete(plan);
  return { plan, missing: missingIn(plan, addsEnvironment) };
}

/** A system that is not there yet. */
function newSystem({ system: name, platforms, example }: Answers, existing: ExistingProject): PlannedSystem[] {
  if (name !== undefined && existing.systems.has(name)) {
    throw new UserError(
      `${name} is there already: --environment <name> adds an environment to it, another --system adds a system. Nothing was written`,
    );
  }
  const own = platforms.filter((platform): platform is SystemPlatform => platform !== "account");
  if (own.length === 0 && platforms.includes("account")) return [];
  return [{ name: name ?? "", platforms: own, isNew: true, example }];
}

/** The systems that get an environment: the one that is named, or all. */
function addedTo({ system: name }: Answers, existing: ExistingProject): PlannedSystem[] {
  if (name !== undefined && !existing.systems.has(name)) {
    throw new UserError(
      `--environment adds to a system of the project: expected ${[...existing.systems.keys()].join(", ") || "none"}, found ${name}`,
    );
  }
  const names = name === undefined ? [...existing.systems.keys()] : [name];
  return names.map((it) => ({
    name: it,
    platforms: platformsOf(existing, it).filter((platform): platform is SystemPlatform => isSystemPlatform(platform)),
    isNew: false,
  }));
}

const isSystemPlatform = (platform: string) =>
  hasFunctions(platform) || ["aws", "aws-eks", "gcp", "azure", "kubernetes"].includes(platform);

/** Where the environments that are there keep their states, if all agree. */
function stateOf(existing: ExistingProject): Answers["state"] {
  const organizations = environmentsOf(existing).map((name) => {
    const own = valueAt(existing.environments.get(name), "state.cloud.organization");
    return own ?? valueAt(existing.environments.get("base"), "state.cloud.organization") ?? "";
  });
  const [first, ...others] = new Set(organizations);
  if (first === undefined || others.length > 0) return undefined;
  return first === "" ? { kind: "s3" } : { kind: "hcp", organization: first };
}

function refuseThere({ existing, environments, systems }: Plan): void {
  const there = systems.flatMap(({ name }) =>
    environments
      .filter((it) => existing.files.has(`systems/${name}/${it}.tfvars`))
      .map((it) => `systems/${name}/${it}.tfvars`),
  );
  if (there.length === systems.length * environments.length && there.length > 0) {
    throw new UserError(`${there.join(", ")}: there already, and what is there stays. Nothing was written`);
  }
}
