import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument } from "../access/policy";
import { ScheduledRule } from "./scheduled-rule";

export interface SecretProps {
  readonly names: Names;
  /** The whole name, `/<name>/<environment>/…` (`names.path`), with or without the first slash. */
  readonly path: string;
  /** What the value is and how it is written, for the people who put it. */
  readonly description: string;
  /** Encrypts the value. */
  readonly keyArn: string;
  /** A regular message that a new value is due, for tokens that only people can make. @default - no message */
  readonly reminder?: {
    /** Days between two messages. */
    readonly days: number;
    /** Topic that gets the message. */
    readonly topicArn: string;
    /** ARN of the topic's KMS key. */
    readonly keyArn: string;
  };
  /** Whether a deletion is immediate. Otherwise the secret can be restored for 30 days, and its name is taken. @default false */
  readonly destroyable?: boolean;
}

/** A secret without a value. People or a pipeline put the value, so that no plan and no state holds it. Read over TLS only. */
export class Secret extends Construct {
  readonly secretArn: string;
  readonly secretName: string;
  readonly keyArn: string;
  /** The schedule of the message; undefined without `reminder`. */
  readonly reminder?: ScheduledRule;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const { names, path, keyArn, reminder } = props;
    if (!`/${path.replace(/^\//, "")}`.startsWith(`${names.path()}/`)) {
      throw new Error(`secret "${path}": expected a name that begins with ${names.path()}/`);
    }
    const secret = new SecretsmanagerSecret(this, "secret", {
      name: path,
      description: props.description,
      kmsKeyId: keyArn,
      recoveryWindowInDays: props.destroyable ? 0 : 30,
    });
    new SecretsmanagerSecretPolicy(this, "policy", {
      secretArn: secret.arn,
      blockPublicPolicy: true,
      policy: policyDocument(this, "statements", [
        {
          sid: "TlsOnly",
          effect: "Deny",
          actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
          resources: ["*"],
          principals: [{ type: "*", identifiers: ["*"] }],
          conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ]),
    });
    if (reminder) {
      const part = path.split("/").at(-1) as string;
      this.reminder = new ScheduledRule(this, "reminder", {
        names,
        name: `${part}-reminder`,
        schedule: `rate(${reminder.days} days)`,
        keyArn,
        target: {
          topicArn: reminder.topicArn,
          keyArn: reminder.keyArn,
          message: `The secret ${path} is due: make a new value, put it with "aws secretsmanager put-secret-value", and withdraw the old one. This message comes every ${reminder.days} days.`,
        },
      });
    }

    this.secretArn = secret.arn;
    this.secretName = secret.name;
    this.keyArn = keyArn;
  }
}
