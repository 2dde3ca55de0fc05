import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { Testing } from "cdktf";
import { AccountDefaults, type AccountDefaultsProps } from "../../../../modules/aws/account/account-defaults";
import { Names } from "../../../../modules/names";

const names = new Names({ system: "multicloud", environment: "prod", accountId: "111111111111", region: "us-east-1" });

const synth = (props: Partial<AccountDefaultsProps> = {}) =>
  Testing.synthScope((scope) => {
    new AccountDefaults(scope, "defaults", { names, ...props });
  });

test("an account trusts GitHub's tokens, encrypts disks, refuses public buckets and lets API Gateway log", () => {
  const stack = synth();
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
  ["githubOidc", "aws_iam_openid_connect_provider"],
  ["ebsEncryption", "aws_ebs_encryption_by_default"],
  ["publicAccessBlock", "aws_s3_account_public_access_block"],
  ["apiGatewayLogRole", "aws_api_gateway_account"],
] as const)("%s can be left out", (prop, type) => {
  expect(JSON.parse(synth({ [prop]: false })).resource[type]).toBeUndefined();
  expect(JSON.parse(synth()).resource[type]).toBeDefined();
});
