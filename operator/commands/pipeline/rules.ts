import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { gitHub } from "../../github/client";
import { environmentChange } from "../../github/environments";
import type { RuleChange } from "../../github/rule-change";
import { readRulesets, rulesetChanges } from "../../github/rulesets";
import { type Repository, repositoryOf, serverOf } from "../../github/run";
import { terminalAsk } from "../../operations/approval";
import { print, printError } from "../../operations/command-output";
import { projectPlace } from "../../operations/project";
import { readProject } from "../../operations/selection";
import { pipelineEnvironments } from "../../pipeline/wanted-environments";
import { UserError } from "../../process/user-error";

const described = z.object({ default_branch: z.string() });

interface RulesOptions {
  readonly check?: boolean;
  readonly yes?: boolean;
  readonly repository?: string;
  /** `<environment>=<login or organization/team>`, each: also for what belongs to that environment, unless it is named itself. */
  readonly reviewer: readonly string[];
}

/**
 * Shows how GitHub's rulesets and environments differ from `.github/rulesets` and the project's stacks, asks, and sets them. Nothing is set
 * where something is missing. Exit code 0: nothing differs, or it was set; 1: an error, declined, or with `check` a difference.
 */
export async function rules({ check, yes, repository: named, reviewer }: RulesOptions): Promise<void> {
  const repository = repositoryFor(named);
  const place = projectPlace();
  const { stacks } = await readProject();
  const reviewers = reviewersOf(reviewer);
  const api = await gitHub();
  const { default_branch: branch } = await api.call("GET /repos/{owner}/{repo}", { ...repository }, described);
  const environments = pipelineEnvironments(stacks, place, branch);
  const approved = environments.filter((one) => one.reviewers === undefined).map(({ name }) => name);
  const unknown = [...reviewers.keys()].filter((name) => !approved.includes(name));
  if (unknown.length > 0)
    throw new UserError(
      `--reviewer: expected environments of ${approved.join(", ")}, found ${unknown.join(", ")}. Those that watch have none`,
    );
  const wanted = environments.map((one) => {
    const own = one.reviewers ?? reviewers.get(one.name) ?? reviewers.get(one.of);
    return { ...one, ...(own && { reviewers: own }) };
  });
  const changes: RuleChange[] = await rulesetChanges(
    api,
    repository,
    readRulesets(join(place.root, ".github/rulesets")),
  );
  for (const one of wanted) changes.push(await environmentChange(api, repository, one));
  const lines = changes.flatMap((one) => one.lines);
  const mistakes = changes.flatMap((one) => one.mistakes);
  for (const line of lines) print(line);
  for (const mistake of mistakes) printError(mistake);
  if (lines.length + mistakes.length === 0)
    print(`${repository.owner}/${repository.repo}: rules and environments are as they should be`);
  if (check || mistakes.length > 0) {
    process.exitCode = lines.length + mistakes.length > 0 ? 1 : 0;
    return;
  }
  if (lines.length === 0) return;
  if (!(yes || (await isWanted(repository)))) {
    printError("Not confirmed: nothing was changed");
    process.exitCode = 1;
    return;
  }
  for (const one of changes.filter((of) => of.lines.length > 0)) await one.apply();
  print(`${repository.owner}/${repository.repo}: set`);
}

async function isWanted({ owner, repo }: Repository): Promise<boolean> {
  const ask = terminalAsk();
  if (!ask) throw new UserError(`the rules of ${owner}/${repo} have to be confirmed: pass --yes`);
  return /^y(es)?$/i.test((await ask(`Set them on ${owner}/${repo}? [y/N] `)).trim());
}

function reviewersOf(texts: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const text of texts) {
    const at = text.indexOf("=");
    const name = text.slice(0, at);
    found.set(name, [...(found.get(name) ?? []), text.slice(at + 1)]);
  }
  return found;
}

function repositoryFor(named: string | undefined): Repository {
  const given = named ?? process.env["GITHUB_REPOSITORY"];
  if (given) return repositoryOf(given, named ? "--repository" : "GITHUB_REPOSITORY");
  let origin = "";
  try {
    origin = execFileSync("git", ["remote", "get-url", "origin"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    throw new UserError("expected --repository <owner/name>: this checkout has no remote origin");
  }
  const [, host = "", name = ""] =
    /^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/]*)[^\s]*?[:/]([\w-]+\/[\w.-]+?)(?:\.git)?\/?\s*$/.exec(origin) ?? [];
  const { hostname } = new URL(serverOf());
  // A host without a dot is a name of this machine for one, in the settings of ssh.
  if (host.includes(".") && host !== hostname && !host.endsWith(`.${hostname}`))
    throw new UserError(
      `remote origin: expected a repository on ${hostname}, found one on ${host}: pass --repository <owner/name>`,
    );
  return repositoryOf(name, "remote origin");
}
