import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Testing } from "cdktf";
import { Secret, type SecretProps } from "../../../../modules/aws/functions/secret";
import { names } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const synth = (props: Partial<SecretProps> = {}) =>
  Testing.synthScope((scope) => {
    new Secret(scope, "token", { names, path: names.path("token"), description: "A token", keyArn, ...props });
  });

test("a secret is encrypted, kept 30 days after its deletion, read over TLS only, and has no value", () => {
  const secret = synth();
  expect(secret).toHaveResourceWithProperties(SecretsmanagerSecret, {
    name: "/test-execution/prod/token",
    kms_key_id: keyArn,
    recovery_window_in_days: 30,
  });
  expect(secret).toContain("aws:SecureTransport");
  expect(secret).not.toContain("aws_secretsmanager_secret_version");
  expect(synth({ destroyable: true })).toHaveResourceWithProperties(SecretsmanagerSecret, {
    recovery_window_in_days: 0,
  });
});

test("a name without the first slash is taken, another system's is not", () => {
  expect(synth({ path: "test-execution/prod/api-keys" })).toHaveResourceWithProperties(SecretsmanagerSecret, {
    name: "test-execution/prod/api-keys",
  });
  expect(() => synth({ path: "/kiro-worker/prod/github-token" })).toThrow(
    'secret "/kiro-worker/prod/github-token": expected a name that begins with /test-execution/prod/',
  );
});

test("a function that rotates it is allowed to be invoked for this secret alone, and not before there is a value", () => {
  const rotated = synth({ rotation: { lambdaArn: "arn:lambda", days: 90 } });
  expect(rotated).toHaveResourceWithProperties(SecretsmanagerSecretRotation, {
    rotation_lambda_arn: "arn:lambda",
    rotation_rules: { automatically_after_days: 90 },
    rotate_immediately: false,
  });
  expect(rotated).toHaveResourceWithProperties(LambdaPermission, {
    principal: "secretsmanager.amazonaws.com",
    source_arn: expect.stringContaining("aws_secretsmanager_secret.token"),
  });
  expect(synth()).not.toHaveResource(SecretsmanagerSecretRotation);
});

test("a reminder tells a topic every 90 days which secret is due", () => {
  const reminded = synth({ reminder: { days: 90, topicArn: "arn:topic", keyArn: "arn:topic-key" } });
  expect(reminded).toHaveResourceWithProperties(SchedulerSchedule, {
    name: "test-execution-prod-token-reminder",
    schedule_expression: "rate(90 days)",
    target: expect.objectContaining({ input: expect.stringContaining("/test-execution/prod/token is due") }),
  });
  expect(synth()).not.toHaveResource(SchedulerSchedule);
});
