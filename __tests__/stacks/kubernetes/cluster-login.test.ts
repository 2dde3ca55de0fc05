import type { TerraformStack } from "cdktf";
import { type ClusterLogin, loginToEks } from "../../../stacks/kubernetes/cluster-login";
import { synthesized } from "../../synthesized";

function login(provider: { profile?: string; role_arn?: string }): ClusterLogin {
  let found: ClusterLogin | undefined;
  synthesized((scope) => {
    const cluster = { kind: "eks", auth: "exec", name: "shop-prod", region: "eu-west-1" } as const;
    found = loginToEks(scope as TerraformStack, cluster, { max_retries: 3, use_path_style: false, ...provider }).login;
  });
  return found as ClusterLogin;
}

const role = "arn:aws:iam::111111111111:role/deployer";

test.each([
  [{}, []],
  [{ profile: "deployer" }, ["--profile", "deployer"]],
  [{ role_arn: role }, ["--role-arn", role]],
  [{ profile: "deployer", role_arn: role }, ["--profile", "deployer", "--role-arn", role]],
])("the token for a cluster on EKS is of the provider's identity: %j", (provider, more) => {
  const cluster = ["eks", "get-token", "--cluster-name", "shop-prod", "--region", "eu-west-1"];
  expect(login(provider).exec).toMatchObject({ command: "aws", args: [...cluster, ...more] });
});
