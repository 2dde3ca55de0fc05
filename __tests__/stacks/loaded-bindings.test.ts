import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "./synthesized";

/** The providers whose bindings ran while the launcher built stacks, from V8's coverage. */
async function loadedProviders(stacks: string): Promise<string[]> {
  const counts = mkdtempSync(join(tmpdir(), "ran-"));
  await launch(stacks, join(counts, "out"), { NODE_V8_COVERAGE: counts });
  const providers = readdirSync(counts)
    .filter((name) => name.endsWith(".json"))
    .flatMap((file) => {
      const { result } = JSON.parse(readFileSync(`${counts}/${file}`, "utf8")) as Coverage;
      // In a bundle each module is a function with the module's path as its name.
      const ran = result.flatMap(({ functions }) =>
        functions.filter(({ ranges: [whole] }) => whole && whole.count > 0),
      );
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
  ["account-dev,aws-dev,aws-*-dev", ["provider-aws"]],
  ["gcp-dev", ["provider-google"]],
  ["azure-dev", ["provider-azurerm"]],
])("%s: built with the bindings of their own platform and no other's", async (stacks, providers) => {
  expect(await loadedProviders(stacks)).toEqual(providers);
});
