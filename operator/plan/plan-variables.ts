import type { StackConfig } from "../terraform/stack-config";
import type { PlanJson } from "./plan-json";

/** A variable of a stack: a value that is not in the settings' JSON, such as the image of a release. */
export interface LateBoundValue {
  readonly name: string;
  /** As JSON; `(sensitive)` where no default says that it may be shown. */
  readonly value: string;
  /**
   * Where it was given: `--var`, `TF_VAR_<name>`, `TF_CLI_ARGS_plan`, `workspace of HCP Terraform`, `variables file`. Else `default of the
   * file`, and of a value that the state keeps `setting` or `release`.
   */
  readonly source: string;
  /** What the settings say of a value that the state keeps, as JSON. */
  readonly setting?: string;
}

/** The source of a value that nothing but the settings' file gives. */
export const ofTheFile = "default of the file";

/** The source of a value that the state keeps, as long as nothing else was released. */
export const ofTheSetting = "setting";

export interface VariableProps {
  readonly config: Pick<StackConfig, "variables" | "defaults" | "lateBound" | "backend">;
  /** The values of `--var`. */
  readonly vars: Readonly<Record<string, string>>;
  /** The environment of Terraform. */
  readonly env: NodeJS.ProcessEnv;
}

/** The value of each variable of a stack, and where it comes from. What Terraform has planned counts; without it, what it was given. */
export function lateBoundValues(props: VariableProps, planned: PlanJson = {}): LateBoundValue[] {
  const { variables, defaults, lateBound } = props.config;
  return variables.map((name) => {
    const setting = lateBound[name];
    if (setting !== undefined) return keptValue(name, setting, props, planned);
    const given = props.vars[name] ?? props.env[`TF_VAR_${name}`] ?? defaults[name];
    const value = planned.variables?.[name] ? planned.variables[name].value : given;
    const text = name in defaults ? JSON.stringify(typed(value, defaults[name])) : "(sensitive)";
    return { name, value: text, source: sourceOf(name, value, props) };
  });
}

/** A value that the state keeps: without a variable what the plan has, and where no plan was read, what the settings say. */
function keptValue(name: string, setting: string | number, props: VariableProps, planned: PlanJson): LateBoundValue {
  const given = planned.variables?.[name]?.value ?? props.vars[name] ?? props.env[`TF_VAR_${name}`];
  const kept = keptChange(name, planned)?.after?.input;
  const value = JSON.stringify(typed(kept ?? given ?? setting, setting));
  const unasked = value === JSON.stringify(setting) ? ofTheSetting : "release";
  const source = given === undefined ? unasked : sourceOf(name, given, props);
  return { name, value, source, setting: JSON.stringify(setting) };
}

/** A value that the state keeps, before and after a plan. */
interface KeptChange {
  readonly before?: { readonly input?: unknown; readonly triggers_replace?: readonly unknown[] } | null;
  readonly after?: { readonly input?: unknown } | null;
}

/** What a plan does to a value that the state keeps. */
export function keptChange(name: string, { resource_changes = [] }: PlanJson): KeptChange | undefined {
  return resource_changes.find(({ address }) => address === `terraform_data.${name}`)?.change as KeptChange | undefined;
}

/** Variables of the environment that change a plan, by name only: their values may be secrets. */
export function planEnvironment({ config, vars, env }: VariableProps): string[] {
  const isRead = (name: string) => {
    if (/^TF_CLI_ARGS(_|$)/.test(name)) return true;
    const variable = /^TF_VAR_(.+)$/.exec(name)?.[1];
    return variable !== undefined && config.variables.includes(variable) && !(variable in vars);
  };
  return Object.keys(env)
    .filter((name) => env[name] && isRead(name))
    .sort();
}

/** Whether the environment makes a plan one that destroys everything. */
export function destroysByEnvironment(env: NodeJS.ProcessEnv): boolean {
  return planArguments(env).some(([, text]) => /(^|[\s"'])--?destroy(=true)?(?=$|[\s"'])/.test(text));
}

/** Later ones win, as Terraform reads them. */
function sourceOf(name: string, value: unknown, { config, vars, env }: VariableProps): string {
  if (name in vars) return "--var";
  const argument = planArguments(env).find(([, text]) => new RegExp(`-var[= ]+["']?${name}=`).test(text));
  if (argument) return argument[0];
  const given = env[`TF_VAR_${name}`];
  if (given !== undefined && isEqual(value, given)) return `TF_VAR_${name}`;
  if (isEqual(value, config.defaults[name])) return ofTheFile;
  if (config.backend.type === "cloud") return "workspace of HCP Terraform";
  return "variables file";
}

function planArguments(env: NodeJS.ProcessEnv): [name: string, text: string][] {
  return ["TF_CLI_ARGS_plan", "TF_CLI_ARGS"].map((name) => [name, env[name] ?? ""]);
}

/** A command line and the environment give texts, for variables of any type. */
function isEqual(a: unknown, b: unknown): boolean {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return text(a) === text(b);
}

function typed(value: unknown, like: unknown): unknown {
  return typeof like === "number" && typeof value === "string" && value.trim() !== "" ? Number(value) : (value ?? null);
}
