import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { policyDocument } from "../../../../modules/aws/access/policy";
import { settled } from "../../../../modules/aws/access/settled";
import { synthesized } from "../../../synthesized";

test("a policy names what a release changes by way of a local value, which keeps the order of creation", () => {
  const made = synthesized((scope) => {
    const role = new IamRole(scope, "role", { name: "x", assumeRolePolicy: "{}" });
    const resources = settled(scope, "roles", ["arn:aws:iam::1:role/y", role.arn]);
    policyDocument(scope, "policy", [{ actions: ["iam:PassRole"], resources }]);
  });
  expect(made.json.locals.roles).toEqual(["arn:aws:iam::1:role/y", "${aws_iam_role.role.arn}"]);
  expect(made.statements()[0]?.resources).toEqual(["${element(local.roles, 0)}", "${element(local.roles, 1)}"]);
});

test("texts without a reference stay as they are", () => {
  const made = synthesized((scope) => {
    policyDocument(scope, "policy", [{ actions: ["iam:PassRole"], resources: settled(scope, "roles", ["a", "b"]) }]);
  });
  expect(made.json.locals).toBeUndefined();
  expect(made.statements()[0]?.resources).toEqual(["a", "b"]);
});
