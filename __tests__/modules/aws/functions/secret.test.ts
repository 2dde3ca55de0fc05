import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Secret, type SecretProps } from "../../../../modules/aws/functions/secret";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const make = (props: Partial<SecretProps> = {}) =>
  synthesized((scope) => {
    new Secret(scope, "token", { names, path: names.path("token"), description: "A token", keyArn, ...props });
  });

test("a secret is encrypted, kept 30 days after its deletion, read over TLS only, and has no value", () => {
  const secret = make();
  expect(secret).toHaveResourceWithProperties(SecretsmanagerSecret, {
    name: "/test-execution/prod/token",
    kms_key_id: keyArn,
    recovery_window_in_days: 30,
  });
  expect(secret.statements()).toEqual([
    expect.objectContaining({
      effect: "Deny",
      actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    }),
  ]);
  expect(secret).toHaveResource(SecretsmanagerSecretPolicy);
  expect(secret).not.toHaveResource(SecretsmanagerSecretVersion);
  expect(make({ destroyable: true })).toHaveResourceWithProperties(SecretsmanagerSecret, {
    recovery_window_in_days: 0,
  });
});

test("a name without the first slash is taken, another system's is not", () => {
  expect(make({ path: "test-execution/prod/api-keys" })).toHaveResourceWithProperties(SecretsmanagerSecret, {
    name: "test-execution/prod/api-keys",
  });
  expect(() => make({ path: "/kiro-worker/prod/github-token" })).toThrow(
    'secret "/kiro-worker/prod/github-token": expected a name that begins with /test-execution/prod/',
  );
});

test("a reminder publishes to a topic every 90 days which secret is due", () => {
  const reminded = make({ reminder: { days: 90, topicArn: "arn:topic", keyArn: "arn:topic-key" } });
  expect(reminded).toHaveResourceWithProperties(SchedulerSchedule, {
    name: "test-execution-prod-token-reminder",
    schedule_expression: "rate(90 days)",
    target: expect.objectContaining({ input: expect.stringContaining("/test-execution/prod/token is due") }),
  });
  expect(make()).not.toHaveResource(SchedulerSchedule);
});
