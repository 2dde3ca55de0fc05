import { readdirSync } from "node:fs";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { minimatch } from "minimatch";
import type { Platform, PlatformSettings } from "../settings/schema";

type StackClass<P extends Platform> = new (
  scope: Construct,
  id: string,
  settings: PlatformSettings[P],
) => TerraformStack;

interface Registration<P extends Platform> {
  /** Loads the stack's class; lazily, so that one platform's bindings cost nothing when another is built. */
  readonly load: () => Promise<StackClass<P>>;
  /** Platforms of the same environment that must be there first. */
  readonly needs: readonly Platform[];
}

/** Every platform: one line each. */
const platforms: { readonly [P in Platform]: Registration<P> } = {
  account: { load: async () => (await import("./account-stack.js")).AccountStack, needs: [] },
  aws: { load: async () => (await import("./aws-stack.js")).AwsStack, needs: ["account"] },
};

export interface StackReference<P extends Platform = Platform> {
  readonly id: string;
  readonly platform: P;
  readonly environment: string;
}

/** Every stack there is: each platform in each environment that has a file `environments/<environment>.tfvars`. */
export function allStacks(root: string): readonly StackReference[] {
  const environments = readdirSync(`${root}/environments`)
    .filter((name) => name.endsWith(".tfvars") && name !== "base.tfvars")
    .map((name) => name.slice(0, -".tfvars".length))
    .sort();
  return environments.flatMap((environment) =>
    (Object.keys(platforms) as Platform[]).map((platform) => ({
      id: `${platform}-${environment}`,
      platform,
      environment,
    })),
  );
}

/** The stacks that the ids or globs name, such as `aws-*-prod`. An id that names nothing is an error that lists the valid ones. */
export function selectStacks(root: string, patterns: readonly string[]): readonly StackReference[] {
  const stacks = allStacks(root);
  for (const pattern of patterns) {
    if (!stacks.some(({ id }) => minimatch(id, pattern))) {
      throw new UnknownStackError(
        `unknown stack "${pattern}", expected one of ${stacks.map(({ id }) => id).join(", ")}`,
      );
    }
  }
  return stacks.filter(({ id }) => patterns.some((pattern) => minimatch(id, pattern)));
}

/** A stack id that names no stack; the message lists the valid ones. */
export class UnknownStackError extends Error {}

/** The stacks of the same environment that must be deployed before this one. */
export function dependencies({ platform, environment }: StackReference): readonly string[] {
  return platforms[platform].needs.map((needed) => `${needed}-${environment}`);
}

/** Loads the class of a platform's stack. */
export function stackClass<P extends Platform>(platform: P): Promise<StackClass<P>> {
  return platforms[platform].load();
}
