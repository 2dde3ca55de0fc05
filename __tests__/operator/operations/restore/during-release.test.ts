import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { refuseRestoreDuringRelease } from "../../../../operator/operations/release-guard";
import { BucketLog } from "../../../../operator/release/aws/log-store";
import { plan } from "../../release/log/plan";

/** A release in the log of a stack's bucket, which keeps its state from being put back. */

const folder = mkdtempSync(join(tmpdir(), "restore-"));
const file = join(folder, "cdk.tf.json");
writeFileSync(file, JSON.stringify({ terraform: { backend: { s3: { bucket: "states", region: "eu-west-1" } } } }));
const workspace = { id: "aws-x", config: { outputs: ["release_target"] }, path: () => file } as never;

function logged(entry: object | undefined): void {
  jest.spyOn(BucketLog.prototype, "list").mockImplementation(async (folder) => {
    if (!entry) return [];
    return folder.endsWith("/000001/") ? ["0001.json"] : ["000001"];
  });
  jest.spyOn(BucketLog.prototype, "read").mockResolvedValue(JSON.stringify(entry));
}
const claim = (until: Date) => ({
  version: 1,
  n: 1,
  at: "2026-11-30T04:00:00.000Z",
  until: until.toISOString(),
  by: { who: "jo@build-7", host: hostname(), token: "t" },
  type: "claim",
  plan,
});
const restore = (isWhole: boolean) => {
  const said: string[] = [];
  return refuseRestoreDuringRelease(workspace, isWhole, (text) => said.push(text)).then(() => said);
};
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

test("no state is put back while a release runs, damaged or not", async () => {
  logged(claim(new Date(Date.now() + 60_000)));
  const refusal = /^state restore is refused during a release\. Release 000001 of aws-x .* is run by jo@build-7/;
  await expect(restore(true)).rejects.toThrow(refusal);
  await expect(restore(false)).rejects.toThrow(refusal);
});

test("one that was left is taken back first, but not with a state that no command can read", async () => {
  logged(claim(new Date(Date.now() - 60_000)));
  await expect(restore(true)).rejects.toThrow(
    /was left by its operator\. Take it back first with npm run release -- aws-x --abort$/,
  );
  expect(await restore(false)).toEqual([expect.stringMatching(/was left by its operator: take it back afterwards/)]);
});

test("without a release nothing is refused", async () => {
  logged(undefined);
  expect(await restore(true)).toEqual([]);
});
