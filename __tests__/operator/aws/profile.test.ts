import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { profileOptions } from "../../../operator/aws/profile";

const folder = mkdtempSync(join(tmpdir(), "profile-"));
const AWS_CONFIG_FILE = join(folder, "config");
afterAll(() => rmSync(folder, { recursive: true }));

writeFileSync(
  AWS_CONFIG_FILE,
  `[default]
endpoint_url = http://default
[profile plain]
region = eu-west-1
[ profile lab ]
region = us-east-1
s3 =
  endpoint_url = http://nested
endpoint_url=http://lab
[services lab]
endpoint_url = http://services
`,
);

test("a client gets the endpoint of its profile", () => {
  expect(profileOptions("lab", { AWS_CONFIG_FILE })).toEqual({ profile: "lab", endpoint: "http://lab" });
});

test("a profile without an endpoint leaves the client AWS's own", () => {
  expect(profileOptions("plain", { AWS_CONFIG_FILE })).toEqual({ profile: "plain" });
  expect(profileOptions("lab", { AWS_CONFIG_FILE: join(folder, "none") })).toEqual({ profile: "lab" });
});

test("an endpoint in the environment comes first, as in every AWS SDK", () => {
  const env = { AWS_CONFIG_FILE, AWS_ENDPOINT_URL: "http://environment" };
  expect(profileOptions("lab", env)).toEqual({ profile: "lab", endpoint: "http://environment" });
});

test("without a profile the SDK decides", () => {
  expect(profileOptions(undefined, { AWS_CONFIG_FILE })).toEqual({});
});
