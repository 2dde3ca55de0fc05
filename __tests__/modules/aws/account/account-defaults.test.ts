import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { AccountDefaults, type AccountDefaultsProps } from "../../../../modules/aws/account/account-defaults";
import { Names } from "../../../../modules/names";
import { synthesized } from "../../../synthesized";

const names = new Names({ name: "multicloud", environment: "prod", accountId: "111111111111", region: "us-east-1" });

const make = (props: Partial<AccountDefaultsProps> = {}) =>
  synthesized((scope) => {
    const all = { githubOidc: true, ebsEncryption: true, publicAccessBlock: true, apiGatewayLogRole: true };
    new AccountDefaults(scope, "defaults", { names, ...all, ...props });
  });

test("an account trusts GitHub's tokens, encrypts disks, refuses public buckets and lets API Gateway log", () => {
  const stack = make();
  expect(stack).toHaveResourceWithProperties(IamOpenidConnectProvider, {
    url: "https://token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
  });
  expect(stack).toHaveResourceWithProperties(EbsEncryptionByDefault, { enabled: true });
  expect(stack).toHaveResourceWithProperties(S3AccountPublicAccessBlock, {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(stack).toHaveResource(ApiGatewayAccount);
});

test.each([
  ["githubOidc", IamOpenidConnectProvider],
  ["ebsEncryption", EbsEncryptionByDefault],
  ["publicAccessBlock", S3AccountPublicAccessBlock],
  ["apiGatewayLogRole", ApiGatewayAccount],
] as const)("%s can be left out", (prop, type) => {
  expect(make().all(type)).toHaveLength(1);
  expect(make({ [prop]: false }).all(type)).toEqual([]);
});
