import { execFileSync } from "node:child_process";
import { repairs, stateText, wrongStateIn, wrongStateText } from "../../../operator/errors/state-object";
import type { StateVersion } from "../../../operator/errors/state-versions";
import { TerraformError } from "../../../operator/terraform/diagnostics";
import type { Workspace } from "../../../operator/terraform/workspace";

const place = {
  bucket: "state-1",
  key: "aws-x",
  region: "us-east-1",
  dynamodb_table: "locks",
  allowed_account_ids: ["111111111111"],
};
const root = "/p/.local";
const commands = repairs(place, { env: {}, root });
const checksum = "3bea8a3180e155ec528578c240c8d5ba";

/** What Terraform 1.11.4 says. */
const mismatch = `error loading state: state data in S3 does not have the expected content.

The checksum calculated for the state stored in S3 does not match the checksum
stored in DynamoDB.

Bucket: state-1
Key:    aws-x
Calculated checksum: 94fd9bda9ad3bd35ed11b53b9a8e1a73
Stored checksum:     ${checksum}

This may be caused by unusually long delays in S3 processing a previous state
update. Please wait for a minute or two and try again.`;

function version(versionId: string, md5: string, text: string, state?: Partial<StateVersion["state"]>): StateVersion {
  const known = state && { serial: 7, lineage: "l", resources: 2, ...state };
  return { versionId, md5, text, saved: new Date("2026-01-31T12:00:00Z"), ...(known && { state: known }) };
}

const right = version("v1", checksum, "{a state}", {});
const wrong = { checksum };
const say = (now: StateVersion | undefined, earlier = [right]) =>
  stateText("aws-x", place, wrong, { ...(now && { now }), earlier }, commands);

test("the checksum of the state that was saved last is read from Terraform's error", () => {
  const error = (summary: string) => new TerraformError("plan", [{ severity: "error", summary }]);
  expect(wrongStateIn(error(mismatch))).toEqual({ checksum });
  expect(wrongStateIn(error("Unsupported state file format"))).toEqual({});
  expect(wrongStateIn(error("Invalid index"))).toBeUndefined();
});

test.each<[what: string, now: StateVersion | undefined, found: string]>([
  ["nothing", undefined, "no object: it was deleted"],
  ["nothing in it", version("v2", "m", ""), "the first 0 bytes of it"],
  ["a part", version("v2", "m", "{a st"), "the first 5 bytes of it"],
  ["garbage", version("v2", "m", "söme"), "5 bytes that are no state"],
  ["an edited state", version("v2", "m", "{}", {}), "one that was edited (serial 7, 2 resources)"],
  ["an older state", version("v2", "m", "{}", { serial: 3 }), "an older one (serial 3, 2 resources)"],
  [
    "another origin, newer",
    version("v2", "m", "{}", { serial: 9, lineage: "k" }),
    "a state of another origin, such as another stack's (serial 9, 2 resources, lineage k)",
  ],
])("found %s: the version with the checksum is put back", (_, now, found) => {
  const [first, ...rest] = say(now).split("\n");
  expect(first).toBe(
    `aws-x: the state in the bucket state-1 (key aws-x) is not the one that was saved last: expected the checksum ${checksum}, found ${found}. Nothing was changed.`,
  );
  expect(rest.join("\n")).toMatch(
    /^The right one is there as version v1 of 2026-01-31T12:00:00.000Z \(serial 7, 2 resources\)\. To put it back:\n {2}aws s3api copy-object --bucket state-1 --key aws-x --expected-bucket-owner 111111111111 --region us-east-1 --copy-source 'state-1\/aws-x\?versionId=v1'\n/,
  );
});

test("a newer state of the same origin is never overwritten by the older one", () => {
  const text = say(version("v2", "0".repeat(32), "{}", { serial: 8 }));
  expect(text).not.toContain("copy-object");
  expect(text).toMatch(/aws dynamodb put-item --table-name locks --item '.*"state-1\/aws-x-md5".*"0{32}".*' --region/);
});

test("without a version that has the checksum, the newest state is named, and what is lost", () => {
  expect(say(undefined, [version("v3", "m3", "garbage"), version("v2", "m2", "{}", {})])).toMatch(
    /The newest that is a state: version v2 .*\n {2}aws s3api copy-object .*=v2'\n {2}aws dynamodb put-item .*"m2"/,
  );
  expect(say(version("v3", "m3", "{}", {}), [])).toMatch(/take it:\n {2}aws dynamodb put-item .*"m3"/);
  expect(say(undefined, [version("v3", "m3", "garbage")])).toMatch(
    /\nNo version in the bucket is a state: see docs\/operations\.md \(Repairing the state\)\.$/,
  );
});

test("commands are words of a shell, and reach the emulator where it is used", () => {
  const odd = repairs({ ...place, key: "it's" }, { env: { AWS_CONFIG_FILE: `${root}/aws-config` }, root });
  const command = odd.putBack(right);
  expect(command).toMatch(/^\(eval "\$\(npm run --silent local:env\)"; aws s3api .*\)$/);
  const said = execFileSync("bash", ["-c", `npm() { :; }; aws() { printf '<%s>' "$@"; }; ${command}`], {
    encoding: "utf8",
  });
  expect(said).toContain("<--key><it's>");
  expect(said).toContain("<state-1/it's?versionId=v1>");
});

test("versions that cannot be read leave a message with the command to look", async () => {
  const settings = { ...place, assume_role: {}, bucket: "" };
  const workspace = { id: "aws-x", env: {}, root, config: { backend: { type: "s3", settings } } };
  expect(await wrongStateText(workspace as unknown as Workspace, wrong)).toMatch(
    /is not the one that was saved last: expected the checksum 3bea\w+\. Nothing was changed\.\nIts versions could not be read \(.+\)\. With the rights to do so:\n {2}aws s3api list-object-versions /,
  );
});
