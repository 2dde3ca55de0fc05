import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../process/user-error";

/** Where a stack's state is. */
export interface Backend {
  /** `s3`, `cloud` (HCP Terraform), … */
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the operator reads from a synthesized stack. */
export interface StackConfig {
  readonly backend: Backend;
  /** Names of the declared variables. */
  readonly variables: string[];
  /** The defaults of the variables, by name; a sensitive one has none here. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** What the settings say of each value that the state keeps once it is released, by the name of its variable. */
  readonly lateBound: Readonly<Record<string, string | number>>;
  /** Names of the outputs. */
  readonly outputs: string[];
  /** The number of resource blocks. */
  readonly resources: number;
  /** Whether the stack makes the bucket that holds its own state. */
  readonly ownsBackend: boolean;
  /** The versions of Terraform that the stack accepts, e.g. `>= 1.11`. */
  readonly requiredVersion?: string | undefined;
  /** The `terraform` block: what `init` depends on. */
  readonly terraform: unknown;
}

interface SynthesizedStack {
  terraform?: { backend?: Record<string, object>; cloud?: object; required_version?: string };
  variable?: Record<string, { readonly default?: unknown; readonly sensitive?: boolean }>;
  output?: object;
  resource?: Record<string, object>;
}

/** Reads a `cdk.tf.json`. */
export function readStackConfig(path: string): StackConfig {
  if (!existsSync(path)) throw new UserError(`${path}: expected the synthesized stack, found no such file`);
  const {
    terraform = {},
    variable = {},
    output = {},
    resource = {},
  } = JSON.parse(readFileSync(path, "utf8")) as SynthesizedStack;
  const backends = Object.entries({ ...terraform.backend, ...(terraform.cloud && { cloud: terraform.cloud }) });
  const [type, settings] = backends[0] ?? ["local", {}];
  const bucket = (settings as { bucket?: unknown }).bucket;
  const buckets = Object.values(resource.aws_s3_bucket ?? {}) as { bucket?: unknown }[];
  return {
    backend: { type, settings: settings as Record<string, unknown> },
    ownsBackend: type === "s3" && buckets.some((made) => made.bucket === bucket),
    variables: Object.keys(variable),
    defaults: Object.fromEntries(
      Object.entries(variable)
        .filter(([, block]) => block.default !== undefined && !block.sensitive)
        .map(([name, block]) => [name, block.default]),
    ),
    lateBound: settingsOfLateBound(variable, resource),
    outputs: Object.keys(output),
    resources: Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0),
    requiredVersion: terraform.required_version,
    terraform,
  };
}

/** A late-bound value is a `terraform_data` with the name of its variable, which is replaced when the setting is edited. */
function settingsOfLateBound(
  variable: object,
  { terraform_data = {} }: Readonly<Record<string, object>>,
): StackConfig["lateBound"] {
  const kept = Object.entries(terraform_data as Record<string, { triggers_replace?: (string | number)[] }>);
  const settings = kept.flatMap(([name, { triggers_replace }]) => {
    const setting = triggers_replace?.[0];
    return name in variable && setting !== undefined ? [[name, setting] as const] : [];
  });
  // As Terraform reads them: a text is a template.
  const read = (setting: string | number) =>
    typeof setting === "string" ? setting.replace(/([$%])\1(?=\{)/g, "$1") : setting;
  return Object.fromEntries(settings.map(([name, setting]) => [name, read(setting)]));
}
