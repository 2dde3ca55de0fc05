import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./synthesized";

/** Providers of which the launcher evaluated any bindings while it built a stack, as V8 counted what ran. */
function loadedProviders(stack: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "bindings-"));
  try {
    execFileSync(process.execPath, ["operator/start/launch.cjs", "main"], {
      cwd: root,
      env: { ...process.env, STACKS: stack, CDKTF_OUTDIR: join(folder, "out"), NODE_V8_COVERAGE: join(folder, "ran") },
    });
    const providers = readdirSync(join(folder, "ran")).flatMap((file) => {
      const { result } = JSON.parse(readFileSync(join(folder, "ran", file), "utf8")) as Coverage;
      // In a bundle each module is a function with the module's path as its name.
      const ran = result.flatMap(({ functions }) =>
        functions.filter(({ ranges: [whole] }) => whole && whole.count > 0),
      );
      return ran.flatMap(({ functionName }) => functionName.match(/@cdktf\/(provider-\w+)/)?.[1] ?? []);
    });
    return [...new Set(providers)].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
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
