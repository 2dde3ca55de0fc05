import { readFileSync } from "node:fs";
import { keptAt, releasedValues } from "../../plan/late-bound";
import { planStack } from "../../plan/plan";
import { applyPlan, configHash, dropPlan } from "../../plan/plan-file";
import type { StackPlan } from "../../plan/stack-plan";
import { InterruptedError } from "../../process/user-error";
import type { Progress } from "../../progress/progress";
import { errorMatches } from "../../terraform/diagnostics";
import { ResourceEvents } from "../../terraform/resource-events";
import type { Workspace } from "../../terraform/workspace";
import type { Values } from "../port/platform";
import { ApplyError, type ReleaseState } from "../port/state";
import { beyond, type Carriers, carriersIn } from "./carriers";

export interface TerraformStateProps {
  readonly progress: Progress;
  readonly carriers: Carriers;
  /**
   * Leave out of every plan what does not carry the release: a rollback works from any checkout, whatever else was edited there.
   * @default false: such a change stops the release
   */
  readonly leaveOut?: boolean | undefined;
  /** Whether what the checkout has is the build: changes of what carries a release are then pending by intention. @default false */
  readonly carriesBuild?: boolean;
}

/** A stack's state, as a release reads and writes it, in an initialized workspace. */
export class TerraformState implements ReleaseState {
  private last?: Values;

  constructor(
    private readonly workspace: Workspace,
    private readonly props: TerraformStateProps,
  ) {}

  async read(): Promise<Values> {
    this.last = undefined;
    const values = Object.entries(await releasedValues(this.workspace));
    this.last = Object.fromEntries(values.map(([name, { value }]) => [name, value]));
    return this.last;
  }

  /**
   * What was read last, until this process applies something: each read starts a Terraform, and a release asks several times in a sample
   * which side is live. Another process changes it only after it has taken the release over in the log.
   */
  async known(): Promise<Values> {
    return this.last ?? this.read();
  }

  async apply(values: Values, { lockTimeoutSeconds, reason }: Parameters<ReleaseState["apply"]>[1]): Promise<void> {
    const { workspace } = this;
    const { progress, leaveOut } = this.props;
    this.last = undefined;
    progress.report({ stack: workspace.id, type: "note", text: reason });
    try {
      const names = Object.keys(values);
      const plan = await planStack(workspace, {
        vars: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
        progress,
        refresh: false,
        lockTimeoutSeconds,
        ...(leaveOut && { targets: [...names.map(keptAt), ...this.carrying()] }),
      });
      if (!plan.hasChanges) return dropPlan(workspace);
      this.refuseMore(plan);
      const events = new ResourceEvents(workspace.id, progress);
      await applyPlan(workspace, plan, events.take, lockTimeoutSeconds);
      dropPlan(workspace);
    } catch (error) {
      throw asApplyError(error);
    }
  }

  async pending(): Promise<readonly string[]> {
    const plan = await planStack(this.workspace, { progress: this.props.progress });
    dropPlan(this.workspace);
    if (this.props.carriesBuild) return beyond(plan, this.props.carriers, []);
    const outputs = Object.entries(plan.outputs).map(([name, action]) => `${action} output.${name}`);
    return [...plan.changes.map(({ action, address }) => `${action} ${address}`), ...outputs];
  }

  configHash(): string {
    return configHash(this.workspace);
  }

  private refuseMore(plan: StackPlan): void {
    const more = beyond(plan, this.props.carriers, Object.keys(this.workspace.config.lateBound));
    if (more.length === 0) return;
    dropPlan(this.workspace);
    throw new ApplyError(
      "beyond the release",
      `the plan holds changes that no release makes; nothing was applied. Deploy them first, or take them out:\n  ${more.join("\n  ")}`,
    );
  }

  private carrying(): string[] {
    const { resource = {} } = JSON.parse(readFileSync(this.workspace.path("cdk.tf.json"), "utf8")) as {
      resource?: Record<string, object>;
    };
    return carriersIn(resource, this.props.carriers);
  }
}

/** What stopped an apply, as the engine decides by it. */
function asApplyError(error: unknown): ApplyError {
  if (error instanceof ApplyError) return error;
  const { message } = error as Error;
  if (error instanceof InterruptedError) return new ApplyError("interrupted", message);
  const kinds: [ApplyError["kind"], RegExp][] = [
    ["locked", /acquiring the state lock|state is already locked|workspace .* (is )?locked/i],
    ["stale", /[Ss]aved plan is stale/],
    ["refused", /Invalid value for variable|Resource (pre|post)condition failed/],
    [
      "credentials",
      /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|No valid credential sources|NoCredentialProviders|token .* expired/,
    ],
  ];
  const kind = kinds.find(([, pattern]) => errorMatches(error, pattern) || pattern.test(message))?.[0];
  return new ApplyError(kind ?? "other", message);
}
