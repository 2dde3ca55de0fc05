import { execFileSync } from "node:child_process";
import { mkdirSync, statfsSync } from "node:fs";
import { UserError } from "../process/user-error";
import { readJson } from "../terraform/json-output";

const neededDiskMib = 2500; // Emulators 500 MB, provider 700 MB, npm packages 800 MB, working space.
const neededTerraform = [1, 11] as const;

/** Checks what `npm start` cannot install by itself. @throws {UserError} one line per problem */
export function preflight(root: string): void {
  const problems = [terraformProblem(), diskProblem(root)].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

function terraformProblem(): string | undefined {
  const binary = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const [major, minor] = neededTerraform;
  const needed = `${binary}: expected Terraform ${major}.${minor} or newer on the PATH`;
  try {
    const { terraform_version: found } = readJson(
      "version",
      execFileSync(binary, ["version", "-json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    ) as { terraform_version: string };
    const [foundMajor = 0, foundMinor = 0] = found.split(".").map(Number);
    const isEnough = foundMajor > major || (foundMajor === major && foundMinor >= minor);
    return isEnough ? undefined : `${needed}, found ${found}`;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    return `${needed}, found none: install it from https://developer.hashicorp.com/terraform/install`;
  }
}

function diskProblem(root: string): string | undefined {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(root);
  const freeMib = Math.floor((bavail * bsize) / 2 ** 20);
  return freeMib >= neededDiskMib
    ? undefined
    : `disk: expected ${neededDiskMib} MiB free in ${root}, found ${freeMib}: remove files, or use another disk`;
}
