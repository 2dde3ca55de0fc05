import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DefaultTokenResolver, Lazy, StringConcat, TerraformStack, Testing, Tokenization } from "cdktf";
import type { StackReference } from "../../settings/project/stacks";
import { selectStacks } from "../../stacks/registry";
import { synthesize } from "../../stacks/synthesis/synthesize";
import { allTexts, exampleStack, examples, launch, readTexts, root } from "./synthesized";

const stacks = examples.stacks;
const resolver = new DefaultTokenResolver(new StringConcat());

async function synthesizeTexts(some: readonly StackReference[]): Promise<Map<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "again-"));
  expect((await synthesize({ project: examples, outdir, stacks: some })).mistakes).toEqual([]);
  return readTexts(outdir, some);
}

describe("every stack of every environment", () => {
  let texts: Map<string, string>;
  beforeAll(async () => {
    texts = await allTexts();
  });

  test.each(stacks.map(({ id }) => id))("%s builds from its settings, with its state under its id", (id) => {
    const { terraform, provider } = JSON.parse(texts.get(id) ?? "{}");
    expect(terraform.backend.s3).toMatchObject({
      key: id,
      dynamodb_table: expect.stringMatching(/-locks$/),
    });
    // `encrypt` would select S3's own keys, and the bucket accepts only its KMS key.
    expect(terraform.backend.s3).not.toHaveProperty("encrypt");
    for (const { allowed_account_ids } of provider.aws ?? []) expect(allowed_account_ids).toHaveLength(1);
  });

  test("the same settings give the same bytes, in any process, folder and order", async () => {
    const again = await synthesizeTexts([...stacks].reverse());
    for (const { id } of stacks) expect(again.get(id)).toBe(texts.get(id));
  });

  test("the tokens of a built stack are removed from cdktf, and others stay", async () => {
    const own = Lazy.stringValue({ produce: () => "known" });
    const tokens = () => (globalThis.__cdktfTokenMap as { stringTokenMap: Map<string, unknown> }).stringTokenMap.size;
    const before = tokens();
    await synthesizeTexts(selectStacks(examples.stacks, ["aws-dev", "gcp-dev"]));
    expect(tokens()).toBe(before);
    expect(Tokenization.resolve(own, { scope: new TerraformStack(Testing.app(), "a"), resolver })).toBe("known");
  });

  test("no text holds a path of the machine that built it", () => {
    for (const text of texts.values()) expect(text).not.toContain(root);
  });

  test("environments share neither bucket nor lock table", () => {
    const owners = new Map<string, Set<string>>();
    for (const { id, environment } of stacks) {
      const { bucket } = JSON.parse(texts.get(id) ?? "{}").terraform.backend.s3;
      owners.set(bucket, (owners.get(bucket) ?? new Set()).add(environment));
    }
    for (const environments of owners.values()) expect([...environments]).toHaveLength(1);
  });
});

test("cdktf's stacks and settings files are separated by commas, with or without spaces", async () => {
  const outdir = mkdtempSync(join(tmpdir(), "listed-"));
  const [one, two] = ["1.tfvars", "2.tfvars"].map((name) => join(outdir, name)) as [string, string];
  writeFileSync(one, "aws = { artifacts = { noncurrent_days = 31 } }\n");
  writeFileSync(two, "aws = { artifacts = { noncurrent_days = 32 } }\n");
  const out = join(outdir, "out");
  await launch("aws-dev, account-dev", out, { SETTINGS_FILES: `${one}, ${two}` });
  expect(readdirSync(join(out, "stacks")).sort()).toEqual(["account-dev", "aws-dev"]);
  expect(readFileSync(join(out, "stacks/aws-dev/cdk.tf.json"), "utf8")).toMatch(/"noncurrent_days":\s*32/);
});

describe("the registry", () => {
  test("globs name stacks", () => {
    expect(selectStacks(examples.stacks, ["*-prod"]).map(({ id }) => id)).toEqual([
      "account-prod",
      "aws-prod",
      "aws-eks-prod",
      "aws-serverless-prod",
      "aws-websocket-prod",
      "aws-codebuild-prod",
      "gcp-prod",
      "azure-prod",
      "ai-prism-kubernetes-prod",
      "kubernetes-prod",
    ]);
  });

  test.each([
    [
      "aws-pord",
      `unknown stack "aws-pord", did you mean aws-prod? There are ${stacks.length} stacks: npm run stacks lists them`,
    ],
    ["aws-eks-prd", 'unknown stack "aws-eks-prd", did you mean aws-eks-prod?'],
    ["prod", `expected a stack, found the environment "prod": '*-prod' names its 10 stacks.`],
    ["prd", `unknown stack "prd", did you mean '*-prod'?`],
    ["gcp", 'expected a stack, found the platform "gcp": gcp-dev, '],
    ["aws-*-prd", `no stack matches "aws-*-prd", did you mean 'aws-*-prod'?`],
    ["*-stagin", `no stack matches "*-stagin", did you mean '*-staging'?`],
    ["nothing-like-it", `unknown stack "nothing-like-it". There are ${stacks.length} stacks`],
  ])("%s names no stack: the message has what was meant, and not every id", (pattern, message) => {
    expect(() => selectStacks(examples.stacks, [pattern])).toThrow(message);
  });

  test("an account comes before the stacks that need it", () => {
    expect(exampleStack("aws-prod-dr").needs).toEqual(["account-prod-dr"]);
    expect(exampleStack("ai-prism-kubernetes-prod").needs).toEqual(["account-prod", "aws-eks-prod"]);
    expect(exampleStack("kubernetes-prod").needs).toEqual(["account-prod"]);
  });
});
