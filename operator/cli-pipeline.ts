import { Argument, type Command, Option } from "commander";
import { collect, idList, person, plainName, positive, text, versionTag } from "./arguments";
import { endNow } from "./process/end";
import { stackCommand } from "./stack-command";

/** Adds `npm run pipeline`: what the lines of a workflow call. Its logic is here, so that it is tested without GitHub. */
export function addPipelineCommands(program: Command): void {
  const pipeline = program
    .command("pipeline")
    .description("what workflows call: looks, comments, issues, promotion, and the rules of GitHub");
  addLooks(pipeline);
  addReports(pipeline);
  addPromotion(pipeline);
  addRules(pipeline);
}

function addLooks(pipeline: Command): void {
  pipeline
    .command("affected")
    .description(
      "write the stacks that a change affects, and their environments, to GITHUB_OUTPUT; exit code 1: error, or a stack that cannot be built",
    )
    .requiredOption("--since <ref>", "commit, branch or tag to compare with")
    .action(async (options) => (await import("./commands/pipeline/affected.js")).affectedOutputs(options));
  stackCommand(
    pipeline,
    "look",
    "look at stacks without a lock, and write <folder>/<name>.json and .md; exit code 0: it looked, with or without a finding; 1: something could not be looked at",
  )
    .addArgument(new Argument("<what>", "what to look at").choices(["plan", "drift", "due", "health"]))
    .argument("[stacks...]", "ids or globs; all that are not on the emulator, if none is named")
    .requiredOption("--out <folder>", "where to write what was found", text)
    .option("--environment <name>", "only the stacks of this environment; names the files too", plainName)
    .option("--of <json>", "only these stacks, as the JSON array that `affected` wrote", idList)
    .option("--record", "with drift: keep what was found in the state bucket, for who looks later")
    .addOption(new Option("--parallel <number>", "stacks worked on at the same time").default(4).argParser(positive))
    .action(async (what, stacks, options) => {
      await (await import("./commands/pipeline/look.js")).look(what, stacks, options);
      // What does not answer any more would keep the process.
      if (what === "due" || what === "health") endNow();
    });
}

function addReports(pipeline: Command): void {
  pipeline
    .command("comment")
    .description(
      "write the plans of a folder as the one comment of the pull request; exit code 1: it could not be written",
    )
    .requiredOption("--from <folder>", "what `look plan` wrote, of all environments")
    .option("--expect <json>", "the stacks that are affected, as the JSON array that `affected` wrote", idList)
    .option("--later <json>", "the stacks that no pull request plans, as a JSON array", idList)
    .option("--pull-request <number>", "which one (default: that of the event)", positive)
    .option("--as <login>", "who the token writes as (default: github-actions[bot], or the token's own user)", text)
    .action(async (options) => (await import("./commands/pipeline/comment.js")).comment(options));
  pipeline
    .command("issue")
    .description("open, update or close the one issue of a look; exit code 1: it could not be written")
    .addArgument(new Argument("<what>", "what was looked at").choices(["drift", "due", "health"]))
    .requiredOption("--from <folder>", "what `look` wrote")
    .option("--expect <json>", "the stacks that were to be looked at, as a JSON array", idList)
    .option("--as <login>", "who the token writes as (default: github-actions[bot], or the token's own user)", text)
    .action(async (what, options) => (await import("./commands/pipeline/issue.js")).issue(what, options));
}

function addPromotion(pipeline: Command): void {
  pipeline
    .command("health")
    .description("refuse where the open issue of `look health` names this stack; exit code 1: refused, or an error")
    .argument("<stack>", "id of the stack in which a candidate is watched")
    .action(async (stack) => (await import("./commands/pipeline/health.js")).health(stack));
  pipeline
    .command("artifacts")
    .description(
      "wait for the checks of this commit, find the runs whose artifacts `promote` reads, and write their ids to GITHUB_OUTPUT; exit code 1: the checks failed or never started, or there is no evidence",
    )
    .argument("<stack>", "id of the stack that is to get the build")
    .option("--logged", "no evidence is looked for: it is the log of the environment before")
    .action(async (stack, options) => (await import("./commands/pipeline/artifacts.js")).artifacts(stack, options));
  stackCommand(
    pipeline,
    "promote <stack>",
    "refuse what may not go on to this stack's environment: tag, commit, build, evidence of the environment before, coverage; exit code 1: refused",
  )
    .option("--image <ref@digest>", "the image that is to be released, by its digest")
    .option("--tag <tag>", "the tag that is to be released (default: that of the run)", versionTag)
    .option("--coverage <file>", "coverage-summary.json of Jest, or coverage.py's JSON: at least 80 % of the lines")
    .option("--evidence <file>", "evidence of the release before, whose signature was verified")
    .option("--logged", "evidence is the log of the environment before: where no workflow of this repository releases")
    .option("--out <file>", "where to write the evidence that it used, for `npm run release -- --evidence`")
    .action(async (stack, options) => {
      await (await import("./commands/pipeline/promote.js")).promote(stack, options);
      // An account that does not answer would keep the process.
      endNow();
    });
  stackCommand(
    pipeline,
    "evidence <stack>",
    "write the evidence of the last completed release, for signing; exit code 1: there is none",
  )
    .requiredOption("--out <file>", "where to write it", text)
    .option("--tag <tag>", "the tag that was released (default: that of the run)", versionTag)
    .option("--release <id>", "the release that this job saw users have: the output `release` of npm run release")
    .action(async (stack, options) => (await import("./commands/pipeline/evidence.js")).evidence(stack, options));
}

function addRules(pipeline: Command): void {
  pipeline
    .command("rules")
    .description(
      "show how GitHub's rulesets and environments differ from .github/rulesets and the project's stacks, ask, and set them; exit code 1: error, or with --check a difference",
    )
    .option("--check", "only look; exit code 1 where something differs")
    .option("--yes", "set them without a question")
    .option("--repository <owner/name>", "which repository (default: GITHUB_REPOSITORY, else Git's origin)", text)
    .option(
      "--reviewer <environment=who>",
      "who approves there: a login, or organization/team (repeatable; who is set on GitHub stays)",
      (value: string, before: string[]) => collect(person(value), before),
      [],
    )
    .action(async (options) => (await import("./commands/pipeline/rules.js")).rules(options));
}
