import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface RuntimeConfigurationProps {
  readonly names: Names;
  /** KMS key of the values. @default - plain text, so that a plan shows how they change; they must be no secrets */
  readonly keyArn?: string;
  /** Flags that the application reads at run time, as one JSON object in the parameter `feature_flags`. */
  readonly featureFlags: Readonly<Record<string, boolean | string | number>>;
  /** More values that the application reads, such as the database's host: one parameter each. @default - none */
  readonly values?: Readonly<Record<string, string>>;
}

/** Parameter Store's limit for a standard parameter, in bytes. */
const longestValue = 4096;

/** Feature flags and other values that an application reads while it runs, under one Parameter Store path. */
export class RuntimeConfiguration extends Construct {
  /** `/<name>/<environment>`: the application reads everything below it with GetParametersByPath. */
  readonly path: string;
  /** The parameters, flags first, for the policy of the role that reads them. */
  readonly parameterArns: readonly string[];

  constructor(scope: Construct, id: string, props: RuntimeConfigurationProps) {
    super(scope, id);
    const { names, keyArn, values = {} } = props;
    const flags = JSON.stringify(props.featureFlags);
    if (Buffer.byteLength(flags) > longestValue) {
      throw new Error(
        `feature flags: expected at most ${longestValue} bytes as JSON, found ${Buffer.byteLength(flags)}`,
      );
    }

    const parameter = (key: string, value: string, description: string) =>
      new SsmParameter(this, key, {
        name: names.path(key),
        description,
        ...(keyArn ? { type: "SecureString", keyId: keyArn, value } : { type: "String", insecureValue: value }),
      }).arn;

    this.path = names.path();
    this.parameterArns = [
      parameter("feature_flags", flags, "Feature flags, one JSON object"),
      ...Object.entries(values).map(([key, value]) => parameter(key, value, "Set by the stack; read at run time")),
    ];
  }
}
