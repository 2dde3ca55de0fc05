import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { logIn, logOf } from "../../../../operator/release/world/log-of";
import { build } from "../../../stacks/aws-shared/build";

const dir = mkdtempSync(join(tmpdir(), "log-of-"));
const file = join(dir, "cdk.tf.json");
afterAll(() => rmSync(dir, { recursive: true }));

const hcp = 'state = { cloud = { organization = "acme" } }\n';
const view = (id: string) => new StackView(id, readFileSync(file, "utf8"));
const of = async (id: string, settings: string) => {
  const stack = await build(id, settings);
  writeFileSync(file, JSON.stringify(stack));
  return stack;
};

test.each(["aws-serverless-dev", "aws-websocket-dev", "aws-codebuild-dev"])(
  "%s has its log in the bucket of its state, with HCP Terraform in the one that the settings name",
  async (id) => {
    const plain = await of(id, "");
    expect(JSON.stringify(plain.output)).not.toContain("log_bucket");
    expect(logOf(id, file)).toMatchObject({ bucket: expect.stringMatching(/state/) });
    const without = `${id.replace(/-dev$/, "").replaceAll("-", "_")} = { deploy = null }\n`;
    await of(id, `${hcp}${without}`);
    expect(logIn(view(id))).toBeUndefined();
    expect(() => logOf(id, file)).toThrow(
      `${id}: the log of releases is kept in the bucket of the state, found a state in HCP Terraform: name a bucket`,
    );
    await of(id, `${hcp}${without}release = { log_bucket = "acme-releases" }`);
    expect(logIn(view(id))).toBeDefined();
    expect(logOf(id, file)).toMatchObject({ bucket: "acme-releases", owner: expect.stringMatching(/^\d{12}$/) });
  },
);

test("so it is on ECS", async () => {
  await of("aws-dev", `${hcp}aws = { deploy = null }\nrelease = { log_bucket = "acme-releases" }`);
  expect(logOf("aws-dev", file)).toMatchObject({ bucket: "acme-releases" });
});
