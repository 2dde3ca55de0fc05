import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { UserPool, type UserPoolProps } from "../../../../modules/aws/api/user-pool";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<UserPoolProps> = {}) =>
  synthesized((scope) => {
    new UserPool(scope, "users", {
      names,
      name: "users",
      callbackUrls: ["https://site.example.com"],
      selfSignUp: true,
      mfa: "optional",
      threatProtection: "off",
      passwordLength: 8,
      ...props,
    });
  });

describe("UserPool", () => {
  test("people register, sign in by name or address, and prove the address (document 000)", () => {
    expect(make()).toHaveResourceWithProperties(CognitoUserPool, {
      name: "test-execution-prod-users",
      alias_attributes: ["email"],
      auto_verified_attributes: ["email"],
      admin_create_user_config: { allow_admin_create_user_only: false },
      account_recovery_setting: { recovery_mechanism: [{ name: "verified_email", priority: 1 }] },
      password_policy: {
        minimum_length: 8,
        require_lowercase: true,
        require_uppercase: true,
        require_numbers: true,
        require_symbols: true,
        temporary_password_validity_days: 7,
      },
    });
  });

  test("mails come from Cognito, or from an identity of SES", () => {
    expect(make().one(CognitoUserPool)).not.toHaveProperty("email_configuration");
    const email = { identityArn: "arn:aws:ses:us-east-1:111111111111:identity/example.com", from: "a@example.com" };
    expect(make({ email }).one(CognitoUserPool).email_configuration).toEqual({
      email_sending_account: "DEVELOPER",
      from_email_address: "a@example.com",
      source_arn: email.identityArn,
    });
  });

  test("a page signs users in with a code, or by API with a password or SRP, and keeps no secret (document 000)", () => {
    expect(make()).toHaveResourceWithProperties(CognitoUserPoolClient, {
      generate_secret: false,
      explicit_auth_flows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
      allowed_oauth_flows: ["code"],
      allowed_oauth_scopes: ["email", "openid"],
      callback_urls: ["https://site.example.com"],
      prevent_user_existence_errors: "ENABLED",
    });
    expect(make()).toHaveResourceWithProperties(CognitoUserPoolDomain, { domain: "test-execution-prod-111111111111" });
  });

  test("users are kept unless the pool is destroyable", () => {
    expect(make()).toHaveResourceWithProperties(CognitoUserPool, { deletion_protection: "ACTIVE" });
    expect(make({ destroyable: true })).toHaveResourceWithProperties(CognitoUserPool, {
      deletion_protection: "INACTIVE",
    });
  });

  test.each([
    ["off", "OFF", undefined],
    ["optional", "OPTIONAL", { enabled: true }],
    ["required", "ON", { enabled: true }],
  ] as const)("a second factor that is %s", (mfa, configuration, token) => {
    const { mfa_configuration, software_token_mfa_configuration } = make({ mfa }).one(CognitoUserPool);
    expect([mfa_configuration, software_token_mfa_configuration]).toEqual([configuration, token]);
  });

  test.each([
    ["off", "ESSENTIALS", "OFF"],
    ["audit", "PLUS", "AUDIT"],
    ["enforced", "PLUS", "ENFORCED"],
  ] as const)("threat protection that is %s is on the plan that has it", (threatProtection, tier, mode) => {
    expect(make({ threatProtection })).toHaveResourceWithProperties(CognitoUserPool, {
      user_pool_tier: tier,
      user_pool_add_ons: { advanced_security_mode: mode },
    });
  });

  test("an administrator creates users where people may not register", () => {
    expect(make({ selfSignUp: false, passwordLength: 12 })).toHaveResourceWithProperties(CognitoUserPool, {
      admin_create_user_config: { allow_admin_create_user_only: true },
      password_policy: expect.objectContaining({ minimum_length: 12 }),
    });
  });

  test("groups are made with the pool, in which an administrator puts users", () => {
    const made = make({ groups: { testers: "The team" } });
    expect(made.one(CognitoUserGroup)).toMatchObject({ name: "testers", description: "The team" });
    expect(make().all(CognitoUserGroup)).toEqual([]);
  });
});
