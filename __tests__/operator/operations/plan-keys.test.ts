import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { opened, sealed } from "../../../operator/handover/sealed";
import { keysOf } from "../../../operator/operations/plan-keys";

const source = mkdtempSync(join(tmpdir(), "plan-keys-"));
afterAll(() => rmSync(source, { recursive: true }));

const inBucket = (environment: string, key: string) => ({
  backend: { s3: { bucket: `multicloud-${environment}-state`, key, region: "us-east-1" } },
});

function build(id: string, terraform: object): void {
  mkdirSync(join(source, "stacks", id), { recursive: true });
  writeFileSync(join(source, "stacks", id, "cdk.tf.json"), JSON.stringify({ terraform }));
}

build("aws-prod", inBucket("prod", "aws-prod"));
build("gcp-prod", inBucket("prod", "gcp-prod"));
build("aws-dev", inBucket("dev", "aws-dev"));
build("aws-test", { cloud: { organization: "acme", workspaces: { name: "aws-test" } } });

/** States by their places, as the bucket has them. */
const states = (texts: Readonly<Record<string, string>>) => {
  const asked: string[] = [];
  const read = async ({ bucket }: Readonly<Record<string, unknown>>, key: string) => {
    asked.push(`${bucket}/${key}`);
    return texts[`${bucket}/${key}`];
  };
  return { asked, read };
};

const prod = "multicloud-prod-state/account-prod";
const dev = "multicloud-dev-state/account-dev";

test("a key that was given is the one of every plan, and no state is read", async () => {
  const { asked, read } = states({});
  const key = randomBytes(32);
  const of = await keysOf(key, ["aws-prod", "aws-dev"], source, read);
  expect([of("aws-prod"), of("aws-dev")]).toEqual([key, key]);
  expect(asked).toEqual([]);
});

test("who reads the same state of the account opens what another job sealed; another state's key does not", async () => {
  const { asked, read } = states({ [prod]: '{ "lineage": "1" }', [dev]: '{ "lineage": "2" }' });
  const planning = await keysOf("state", ["aws-prod", "gcp-prod", "aws-dev"], source, read);
  expect(asked).toEqual([prod, dev]);
  const file = sealed("aws-prod", Buffer.from("a plan"), planning("aws-prod"));

  const applying = await keysOf("state", ["aws-prod"], source, read);
  expect(opened("aws-prod.plan", "aws-prod", file, applying("aws-prod")).toString()).toBe("a plan");

  const later = await keysOf("state", ["aws-prod"], source, states({ [prod]: '{ "lineage": "1", "serial": 2 }' }).read);
  expect(() => opened("aws-prod.plan", "aws-prod", file, later("aws-prod"))).toThrow(/another key/);
  expect(planning("aws-dev")).not.toEqual(planning("aws-prod"));
  expect(planning("aws-prod")).toHaveLength(32);
});

test("a key of the own state opens that plan alone, and no more once the state has changed; the account's is not read", async () => {
  const own = { "multicloud-prod-state/gcp-prod": '{ "lineage": "3" }', [prod]: '{ "lineage": "1" }' };
  const { asked, read } = states({ ...own, "multicloud-prod-state/aws-prod": '{ "lineage": "4" }' });
  const planning = await keysOf("state:own", ["gcp-prod", "aws-prod"], source, read);
  expect(asked).toEqual(["multicloud-prod-state/gcp-prod", "multicloud-prod-state/aws-prod"]);
  expect(planning("gcp-prod")).not.toEqual(planning("aws-prod"));
  expect(planning("gcp-prod")).not.toEqual((await keysOf("state", ["gcp-prod"], source, read))("gcp-prod"));

  const file = sealed("gcp-prod", Buffer.from("a plan"), planning("gcp-prod"));
  const applying = await keysOf("state:own", ["gcp-prod"], source, states(own).read);
  expect(opened("gcp-prod.plan", "gcp-prod", file, applying("gcp-prod")).toString()).toBe("a plan");
  const changed = { "multicloud-prod-state/gcp-prod": '{ "lineage": "3", "serial": 2 }' };
  const later = await keysOf("state:own", ["gcp-prod"], source, states(changed).read);
  expect(() => opened("gcp-prod.plan", "gcp-prod", file, later("gcp-prod"))).toThrow(/has changed since: plan again/);
});

test("a stack that was never deployed has no state of its own for a key", async () => {
  await expect(
    keysOf("state:own", ["gcp-prod"], source, states({ [prod]: '{ "lineage": "1" }' }).read),
  ).rejects.toThrow(
    "gcp-prod: PLAN_KEY=state:own expects the state gcp-prod in the bucket multicloud-prod-state, found none that can be read: " +
      "a person deploys the stack first, and give this identity the right s3:GetObject there",
  );
});

test("without a state of the account that can be read there is no key", async () => {
  await expect(keysOf("state", ["aws-prod"], source, states({}).read)).rejects.toThrow(
    "aws-prod: PLAN_KEY=state expects the state account-prod in the bucket multicloud-prod-state, found none that can be read: " +
      "run `npm run bootstrap -- prod`, and give this identity the right s3:GetObject there",
  );
});

test("a state in HCP Terraform gives no key", async () => {
  await expect(keysOf("state", ["aws-test"], source, states({}).read)).rejects.toThrow(
    "aws-test: PLAN_KEY=state expects a state in S3, found the backend cloud: give both jobs a key of their own as a secret",
  );
});
