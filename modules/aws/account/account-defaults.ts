import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { Construct } from "constructs";
import { githubIssuer } from "../../github";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";

export interface AccountDefaultsProps {
  readonly names: Names;
  /** An OIDC provider, so that roles of the account can trust GitHub Actions. */
  readonly githubOidc: boolean;
  /** New disks in this region are encrypted. */
  readonly ebsEncryption: boolean;
  /** S3 refuses public access to every bucket of the account, even where the bucket's own policy allows it. */
  readonly publicAccessBlock: boolean;
  /** API Gateway in this region may write logs. Every API stage with logs needs this. */
  readonly apiGatewayLogRole: boolean;
}

/** Resources that an account or region has only once. A separate stack has them, so that no application stack destroys them. */
export class AccountDefaults extends Construct {
  /** OIDC provider of GitHub Actions; undefined where it is not made. */
  readonly githubOidcProviderArn?: string;

  constructor(scope: Construct, id: string, props: AccountDefaultsProps) {
    super(scope, id);
    const { names, githubOidc, ebsEncryption, publicAccessBlock, apiGatewayLogRole } = props;

    if (githubOidc) {
      // Without a thumbprint AWS checks GitHub's certificate against its list of authorities.
      this.githubOidcProviderArn = new IamOpenidConnectProvider(this, "github", {
        url: githubIssuer,
        clientIdList: ["sts.amazonaws.com"],
      }).arn;
    }
    if (ebsEncryption) new EbsEncryptionByDefault(this, "disk-encryption", { enabled: true });
    if (publicAccessBlock) {
      new S3AccountPublicAccessBlock(this, "public-access", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
    }
    if (apiGatewayLogRole) {
      const role = new ServiceRole(this, "api-gateway-log-role", {
        names,
        name: "api-gateway-logs",
        service: "apigateway.amazonaws.com",
        conditions: [], // API Gateway sends no source account when it checks the role.
        managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
      });
      new ApiGatewayAccount(this, "api-gateway", { cloudwatchRoleArn: role.arn });
    }
  }
}
