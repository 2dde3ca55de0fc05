import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { release } from "../../../../operator/commands/release/release";

const folder = mkdtempSync(join(tmpdir(), "evidence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const options = { settings: [], confirm: [], despite: [], waive: {}, image: "shop:1" };
const file = join(folder, "evidence.json");

test("evidence of another stack than the one of --after is refused", async () => {
  writeFileSync(
    file,
    JSON.stringify({
      ...{ version: 1, type: "multicloud-stacks/release", stack: "gcp-staging", system: "shop", platform: "gcp" },
      ...{ environment: "staging", release: "000007", build: "shop:1", started: "2026-11-29T10:00:00Z" },
      ...{ ended: "2026-11-29T11:00:00Z", strategy: "blue_green", who: "ann", figures: [], waived: {}, despite: [] },
    }),
  );
  await expect(release("aws-prod", { ...options, after: "staging", evidence: file })).rejects.toThrow(
    `--evidence: ${file}: expected that of aws-staging, found that of gcp-staging`,
  );
});

test("evidence without the environment that it is from is refused", async () => {
  await expect(release("aws-prod", { ...options, evidence: file })).rejects.toThrow(
    "--evidence: expected --after <environment>",
  );
});
