import { Argument, type Command, Option } from "commander";
import { asJson, seconds, text } from "./arguments";

/** Adds the commands that look at what is built from, and at what was built. */
export function addSupplyChainCommands(program: Command): void {
  program
    .command("scans <reports...>")
    .description(
      "add up SARIF reports of scanners; critical > 0 or high > 5 fails, high > 0 warns; exit code 0: passed, 1: a report cannot be read, 2: failed",
    )
    .option("--out <folder>", "keep the sum there, as scans.json and scans.md", text)
    .option("--image <ref>", "the image that was scanned, with its digest, for the record")
    .option(...asJson)
    .action(async (reports, options) => (await import("./commands/supply-chain/scans.js")).scans(reports, options));
  program
    .command("gitops")
    .addArgument(new Argument("<step>").choices(["staging", "running", "staged", "production"]))
    .description(
      "hand a build to the repository that Argo CD follows: a commit for staging, a pull request for production; running: whether the build alone answers; staged: the build of this commit that staging had; exit code 0: it runs, 1: refused, 2: not merged or not running in time",
    )
    .option("--repository <owner/name>", "the GitOps repository")
    .option("--image <ref>", "the image, with its digest (staged: its name alone)")
    .option("--tag <tag>", "its version, e.g. v1.2.0 (staging: the commit that was built)")
    .addOption(new Option("--base <branch>", "the branch that Argo CD follows").default("main").argParser(text))
    .option("--wait-for <url>", "address that says which build answers")
    .option("--expect <text>", "what it says of this build (default: the commit)")
    .option("--out <file>", "staging: keep what was delivered there, for signing")
    .option("--evidence <file>", "production: what `cosign verify-attestation` printed of the delivery to staging")
    .addOption(new Option("--timeout <time>", "how long to wait").default(600, "600s").argParser(seconds))
    .option(...asJson)
    .action(async (step, options) => (await import("./commands/supply-chain/gitops.js")).gitops(step, options));
  program
    // A step of `npm run check` and `npm run format`.
    .command("python", { hidden: true })
    .description("format, lint and type the Python of this checkout; exit code 1: something was found")
    .addArgument(new Argument("<what>").choices(["check", "format"]))
    .action(async (what) => (await import("./commands/supply-chain/python.js")).python(what));
}
