import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { ProjectCopy } from "../terraform/support/project-copy";

// Its launcher makes bundles of its own: those of the checkout may be in use.
const project = new ProjectCopy();
afterAll(() => project.remove());

/** Providers of which the launcher evaluated any bindings while it built a stack, as V8 counted what ran. */
function loadedProviders(stack: string): string[] {
  const counts = project.path(`ran-${stack}`);
  execFileSync(process.execPath, ["operator/start/launch.cjs", "main"], {
    cwd: project.dir,
    env: { ...project.env, STACKS: stack, NODE_V8_COVERAGE: counts },
  });
  const providers = readdirSync(counts).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(`${counts}/${file}`, "utf8")) as Coverage;
    // In a bundle each module is a function with the module's path as its name.
    const ran = result.flatMap(({ functions }) => functions.filter(({ ranges: [whole] }) => whole && whole.count > 0));
    return ran.flatMap(({ functionName }) => functionName.match(/@cdktf\/(provider-\w+)/)?.[1] ?? []);
  });
  return [...new Set(providers)].sort();
}

interface Coverage {
  readonly result: readonly {
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

test.each([
  ["account-dev", ["provider-aws"]],
  ["aws-dev", ["provider-aws"]],
  ["aws-eks-dev", ["provider-aws"]],
  ["gcp-dev", ["provider-google"]],
  ["azure-dev", ["provider-azurerm"]],
])(
  "%s is built with its own platform's bindings and no other's",
  (stack, providers) => {
    expect(loadedProviders(stack)).toEqual(providers);
  },
  60_000,
);
