import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface UserPoolProps {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
  /** Pages that Cognito's sign-in page sends users back to. */
  readonly callbackUrls: readonly string[];
  /** Whether people may register (document 000); otherwise an administrator creates users. */
  readonly selfSignUp: boolean;
  /** Whether a sign-in takes a code of an authenticator app in addition to the password. */
  readonly mfa: "off" | "optional" | "required";
  /** Whether Cognito detects stolen passwords and unusual sign-ins. AWS charges for each user. */
  readonly threatProtection: "off" | "audit" | "enforced";
  /** Least length of a password, at least 8 (document 000). All four kinds of characters are always required. */
  readonly passwordLength: number;
  /**
   * The identity of Amazon SES that sends the pool's mails, and their sender, an address of it.
   * @default - Cognito itself, about 50 mails a day for all pools of the account (Cognito quotas), from no-reply@verificationemail.com
   */
  readonly email?: { readonly identityArn: string; readonly from: string };
  /** Groups by name, with a description; tokens name those of their user. An administrator puts users in. @default - none */
  readonly groups?: Readonly<Record<string, string>>;
  /** Whether the pool may be destroyed together with its users. @default false */
  readonly destroyable?: boolean;
}

/**
 * A Cognito user pool with one client for a web page. Users sign in by name or verified e-mail address: with the code grant
 * on Cognito's page, or with password or SRP through the API (document 000).
 */
export class UserPool extends Construct {
  readonly userPoolId: string;
  /** For the authorizer of a `RestApi`. */
  readonly userPoolArn: string;
  readonly clientId: string;
  /** Where users sign in; `/oauth2/authorize` and `/oauth2/token` are below it. */
  readonly signInUrl: string;

  constructor(scope: Construct, id: string, props: UserPoolProps) {
    super(scope, id);
    const { names, mfa, threatProtection, email } = props;

    const pool = new CognitoUserPool(this, "pool", {
      name: names.of("user_pool", props.name),
      aliasAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      // A changed address is used only after its owner has confirmed it.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ["email"] },
      emailConfiguration: email && {
        emailSendingAccount: "DEVELOPER",
        sourceArn: email.identityArn,
        fromEmailAddress: email.from,
      },
      accountRecoverySetting: { recoveryMechanism: [{ name: "verified_email", priority: 1 }] },
      adminCreateUserConfig: { allowAdminCreateUserOnly: !props.selfSignUp },
      passwordPolicy: {
        minimumLength: props.passwordLength,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 7,
      },
      mfaConfiguration: { off: "OFF", optional: "OPTIONAL", required: "ON" }[mfa],
      softwareTokenMfaConfiguration: mfa === "off" ? undefined : { enabled: true },
      // Threat protection needs the more expensive plan.
      userPoolTier: threatProtection === "off" ? "ESSENTIALS" : "PLUS",
      userPoolAddOns: { advancedSecurityMode: threatProtection.toUpperCase() },
      deletionProtection: props.destroyable ? "INACTIVE" : "ACTIVE",
    });
    const client = new CognitoUserPoolClient(this, "web", {
      name: "web",
      userPoolId: pool.id,
      generateSecret: false, // A page cannot keep one.
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["email", "openid"],
      callbackUrls: [...props.callbackUrls],
      logoutUrls: [...props.callbackUrls],
      supportedIdentityProviders: ["COGNITO"],
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: [{ accessToken: "minutes", idToken: "minutes", refreshToken: "days" }],
    });
    const signIn = new CognitoUserPoolDomain(this, "sign-in", {
      domain: names.of("sign_in_domain"),
      userPoolId: pool.id,
    });

    for (const [name, description] of Object.entries(props.groups ?? {})) {
      new CognitoUserGroup(this, `group-${name}`, { userPoolId: pool.id, name, description });
    }

    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    this.clientId = client.id;
    this.signInUrl = `https://${signIn.domain}.auth.${names.region}.amazoncognito.com`;
  }
}
