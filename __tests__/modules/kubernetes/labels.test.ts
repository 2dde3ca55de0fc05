import { applicationName, labels, selector } from "../../../modules/kubernetes/labels";
import { names } from "./containers/service-fixture";

test("the labels of an object name its application, system, environment and tool", () => {
  expect(labels(names, "ai-prism-api", { tier: "api" })).toEqual({
    "app.kubernetes.io/name": "ai-prism-api",
    "app.kubernetes.io/instance": "prod",
    "app.kubernetes.io/part-of": "ai-prism",
    "app.kubernetes.io/managed-by": "terraform",
    environment: "prod",
    tier: "api",
  });
});

test("a selector is the part of the labels that never changes", () => {
  expect(labels(names, "ai-prism-api")).toMatchObject(selector(names, "ai-prism-api"));
  expect(Object.keys(selector(names, "ai-prism-api"))).toEqual([
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
  ]);
});

test("a name leaves room for the suffixes that Flagger adds", () => {
  expect(applicationName(names, "a".repeat(46))).toHaveLength(55);
  expect(applicationName(names, "a".repeat(46))).toBe(`ai-prism-${"a".repeat(46)}`);
  expect(applicationName(names, "a".repeat(47))).toMatch(/^ai-pri-[0-9a-f]{6}-a{41}$/);
  expect(() => applicationName(names, "Api")).toThrow('name "ai-prism-Api"');
});
