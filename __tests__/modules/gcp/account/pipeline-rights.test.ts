import { readFileSync } from "node:fs";
import { join } from "node:path";
import { grantedByStacks, infrastructureRoles, planRights } from "../../../../modules/gcp/account/pipeline-rights";
import { apisOfEveryStack } from "../../../../modules/gcp/account/project-services";

/** Every API that a stack may turn on. */
const apis = [
  ...apisOfEveryStack,
  ...["billingbudgets", "cloudbuild", "cloudkms", "cloudtrace", "containerscanning", "dns", "iamcredentials", "iap"],
  ...["memorystore", "networkconnectivity", "servicenetworking", "sqladmin", "sts"],
];
const known = readFileSync(join(__dirname, "../../../stacks/rights/google-roles.txt"), "utf8");

test("the roles of every API are known, and none gives everything", () => {
  const all = [...planRights(apis).roles, ...infrastructureRoles(apis)];
  expect(all.filter((role) => !known.includes(`\n${role} `))).toEqual([]);
  expect(all.filter((role) => /^roles\/(owner|editor|viewer)$/.test(role))).toEqual([]);
});

test("permissions of the role for plans only read", () => {
  const { permissions } = planRights(apis);
  expect(permissions.filter((one) => !/\.(get|list|getIamPolicy)$/.test(one))).toEqual([]);
  expect(permissions).toEqual(expect.arrayContaining(["cloudsql.instances.get", "iap.webServices.getIamPolicy"]));
});

test("roles that pipelines may give are no roles of pipelines", () => {
  const own = [...planRights(apis).roles, ...infrastructureRoles(apis)];
  expect(grantedByStacks.filter((role) => own.includes(role))).toEqual([]);
});

test("an API without a row is a mistake of ours", () => {
  expect(() => planRights(["bigquery"])).toThrow("API bigquery: expected a row with the rights of pipelines");
});
