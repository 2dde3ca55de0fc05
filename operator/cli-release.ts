import { type Command, Option } from "commander";
import { collect, positive, variable } from "./arguments";
import { approvedInJobs, stackCommand } from "./stack-command";

/** Adds the commands that move a build in front of users, watch it, and take it back. */
export function addReleaseCommands(program: Command): void {
  const changing = (usage: string, description: string) =>
    approvedInJobs(stackCommand(program, usage, description)).option("--reason <text>", "why, for the record");

  changing(
    "release <stack>",
    "put a new build in front of users step by step, watch it, and take it back when it fails; exit code 1: refused, failed, rolled back or stuck",
  )
    .option("--image <ref>", "image to release, on ECS")
    .option("--code", "release the functions of this checkout: its commit names the build")
    .addOption(new Option("--strategy <name>", "how requests move").choices(["blue_green", "canary", "rolling"]))
    .option("--steps <steps>", "shares and times in place of the strategy's, e.g. 10:5m,50:10m,100")
    .option("--migrate <task>", "run this task with the new image first; it is never taken back")
    .option("--smoke <command>", "command that must succeed against the new side before users reach it")
    .option(
      "--scan <file>",
      "scan of the build: a SARIF report, scans.json of `npm run scans`, or what `cosign verify-attestation` printed of it; critical > 0 or high > 5 fails",
    )
    .option("--after <environment>", "the same build must have completed a release there")
    .option(
      "--evidence <file>",
      "with --after: evidence of that release, whose signature was verified, in place of its log",
    )
    .option("--waive <requirement=reason>", "go without scan, after, baseline or digest (repeatable)", variable, {})
    .option("--despite <alarm>", "this alarm may be raised: the release mends it (repeatable)", collect, [])
    .option(
      "--with <environment>",
      "release to the same system's stack there afterwards, with the same options, e.g. prod-dr",
    )
    .addOption(new Option("--status", "show what is so now").conflicts(["abort", "promote", "resume"]))
    .addOption(new Option("--abort", "end the release that runs or was left: all users get the build before"))
    .option("--own", "with --abort: only the release that was begun here, as in the last step of a job")
    .addOption(new Option("--promote", "let the release that runs go on without the rest of its step"))
    .addOption(new Option("--resume", "go on with a release that was left, instead of taking it back"))
    .action(async (stack, options) => (await import("./commands/release/release.js")).release(stack, options));
  changing(
    "rollback <stack>",
    "give all users an earlier build again, without building anything; exit code 1: refused or failed",
  )
    .option("--to <release>", "the release whose build users get (default: the build before the last one)")
    .action(async (stack, options) => (await import("./commands/release/rollback.js")).rollback(stack, options));
  stackCommand(program, "releases <stack>", "list the releases of a stack, the newest first; exit code 1: error")
    .addOption(new Option("--most <number>", "how many").default(20).argParser(positive))
    .action(async (stack, options) => (await import("./commands/release/releases.js")).releases(stack, options));
}
