import { ignoredIn } from "../../../operator/drift/ignored";
import { isMinorUpgrade } from "../../../operator/drift/owner";
import { owners } from "../../../operator/drift/owners";
import { resources, synthesizeAll } from "../../stacks/synthesized";

interface Resource {
  readonly lifecycle?: { readonly ignore_changes?: readonly string[] };
}

/** `a[0].b["c"]` as `a.b.c`. */
const plain = (path: string) => path.replace(/\["([^"]+)"\]/g, ".$1").replace(/\[\d+\]/g, "");

test("every attribute that a stack of the examples ignores has an owner, and a reason", async () => {
  const lacking = new Set<string>();
  let seen = 0;
  for (const stack of (await synthesizeAll()).values()) {
    for (const { type, body } of resources(stack)) {
      for (const path of (body as Resource).lifecycle?.ignore_changes ?? []) {
        seen += 1;
        const isOwned = owners.some((of) => of.type.test(type) && of.attributes.includes(plain(path)));
        if (!isOwned) lacking.add(`${type} ${path}`);
      }
    }
  }
  expect([...lacking]).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});

test.each<[before: string, after: string, is: boolean]>([
  ["15.4", "15.5", true],
  ["16.6", "16.13", true],
  ["16", "16.1", true],
  ["15.5", "15.4", false],
  ["15.4", "16.1", false],
  ["8.0.35", "8.0.36", true],
  ["8.0.35", "8.4.1", false],
  ["8.0.mysql_aurora.3.04.0", "8.0.mysql_aurora.3.05.2", true],
  ["7.0", "7.1", true],
  ["15.4", "15.4", false],
  ["x", "y", false],
])("from %s to %s is a minor upgrade: %s", (before, after, is) => {
  expect(isMinorUpgrade(JSON.stringify(before), JSON.stringify(after))).toBe(is);
});

test("paths of ignore_changes are read as Terraform writes them", () => {
  const some = ['spec[0].metadata[0].annotations["x.io/at"]', "size"];
  const ignored = ignoredIn([
    { address: "a.one", body: { lifecycle: { ignore_changes: some } } },
    { address: "a.all", body: { lifecycle: { ignore_changes: "all" } } },
  ]);
  expect(ignored("a.one", ["spec", "0", "metadata", "0", "annotations", "x.io/at"])).toBe(true);
  expect(ignored("a.one[0]", ["size"])).toBe(true);
  expect(ignored("a.one", ["spec", "0", "metadata", "0", "annotations", "y"])).toBe(false);
  expect(ignored("a.one", ["spec"])).toBe(false);
  expect(ignored("a.all", ["any"])).toBe(true);
  expect(ignored("a.two", ["size"])).toBe(false);
});
