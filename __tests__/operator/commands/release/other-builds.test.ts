import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { otherBuildsOf } from "../../../../operator/commands/release/other-builds";
import { exampleStack } from "../../../stacks/synthesized";

test("a mistake in another stack of the system is one line, and stops nothing", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "settings-")), "wrong.tfvars");
  writeFileSync(file, "gcp = { unknown_key = 1 }\n");
  const lines = await otherBuildsOf(exampleStack("aws-prod"), "app:2", [file]);
  expect(lines).toEqual([expect.stringMatching(/^which build .*\bgcp-prod\b.* run could not be seen: .*unknown_key/)]);
});

test("a system with one stack has no others", async () => {
  expect(await otherBuildsOf(exampleStack("aws-websocket-prod"), "chat=2", [])).toEqual([]);
});
