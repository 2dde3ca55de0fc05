import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const states: Record<string, string | undefined | Error> = {};
jest.mock("../../../../operator/preflight/aws/state", () => ({
  stateText: async ({ key }: { key: string }) => {
    const found = states[key];
    if (found instanceof Error) throw found;
    return found;
  },
}));

import { otherBuilds } from "../../../../operator/release/world/other-builds";

const source = mkdtempSync(join(tmpdir(), "builds-"));
const stack = (id: string, backend: object, hasImage = true) => {
  mkdirSync(join(source, "stacks", id), { recursive: true });
  const kept = hasImage ? { image: { triggers_replace: ["app:1"] } } : {};
  const json = { terraform: backend, variable: hasImage ? { image: {} } : {}, resource: { terraform_data: kept } };
  writeFileSync(join(source, "stacks", id, "cdk.tf.json"), JSON.stringify(json));
  return id;
};
const bucket = (key: string) => ({ backend: { s3: { bucket: "states", key } } });
const state = (image: string) => JSON.stringify({ outputs: { release: { value: { image: { value: image } } } } });

test("says which stacks of the system run another build, and which could not be looked at", async () => {
  Object.assign(states, { a: state("app:2"), b: state("app:1"), c: undefined, d: new Error("AccessDenied") });
  const ids = ["a", "b", "c", "d"].map((key) => stack(key, bucket(key)));
  const all = [...ids, stack("no-image", bucket("a"), false), stack("hcp", { cloud: { organization: "x" } })];
  expect(await otherBuilds(all, source, "app:2")).toEqual([
    "b of the same system runs another build: app:1",
    "d: which build it runs could not be seen: AccessDenied",
    "hcp: which build it runs could not be seen: its state is not in a bucket",
  ]);
});
