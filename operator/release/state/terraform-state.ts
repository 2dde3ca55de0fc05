import { readFileSync } from "node:fs";
import { appliedValues, keptAt, releasedValues, valuesOf } from "../../plan/late-bound";
import { planStack } from "../../plan/plan";
import { applyPlan, configHash, dropPlan } from "../../plan/plan-file";
import type { StackPlan } from "../../plan/stack-plan";
import type { Progress } from "../../progress/progress";
import { recordingWriter } from "../../states/record-writer";
import { ResourceEvents } from "../../terraform/resource-events";
import type { Workspace } from "../../terraform/workspace";
import type { Values } from "../port/platform";
import { ApplyError, type ApplyOptions, type ReleaseState } from "../port/state";
import { asApplyError } from "./apply-error";
import { beyond, type Carriers, carriersIn, isJudgedByAttributes } from "./carriers";
import { wholePlan } from "./whole-plan";

export interface TerraformStateProps {
  readonly progress: Progress;
  readonly carriers: Carriers;
  /**
   * Leave out of every plan what does not carry the release: a rollback works from any checkout, even if more was edited there.
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
    this.last = valuesOf(await releasedValues(this.workspace));
    return this.last;
  }

  /**
   * Each read starts a Terraform, and a release asks several times in a sample which side is live. Another process changes it only after it
   * has taken the release over in the log. After an apply whose end is not known, it is read.
   */
  async known(): Promise<Values> {
    return this.last ?? this.read();
  }

  async apply(values: Values, options: ApplyOptions): Promise<void> {
    const { workspace } = this;
    const { progress } = this.props;
    // Read just before, and not known any more until the apply has ended well.
    const kept = this.last;
    this.last = undefined;
    progress.report({ stack: workspace.id, type: "note", text: options.reason });
    try {
      const first =
        (options.looks && (await this.lookedPlan(values, options, kept))) ||
        (await this.plan(values, { ...options, looks: false }, kept));
      const plan = await this.withoutCode(first, values, options, kept);
      if (!plan.hasChanges) return dropPlan(workspace);
      this.refuseMore(plan);
      const events = new ResourceEvents(workspace.id, progress);
      const outputs = await recordingWriter(workspace, "release", progress, () =>
        applyPlan(workspace, plan, events.take, options.lockTimeoutSeconds),
      );
      dropPlan(workspace);
      this.last = appliedValues(outputs);
    } catch (error) {
      throw await asApplyError(error, workspace);
    }
  }

  private plan(
    values: Values,
    { lockTimeoutSeconds, looks = false }: ApplyOptions,
    kept: Values | undefined,
    carrying?: readonly string[],
  ): Promise<StackPlan> {
    const { progress, leaveOut } = this.props;
    return planStack(this.workspace, {
      vars: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
      progress,
      refresh: looks,
      kept,
      detailed: (change) => isJudgedByAttributes(change, this.props.carriers),
      lockTimeoutSeconds,
      ...((leaveOut || looks) && {
        targets: [...Object.keys(values).map(keptAt), ...(carrying ?? this.carrying())],
      }),
    });
  }

  /**
   * An alias is planned with its function, whose code may be edited here. Where a rollback of functions would publish that, it applies the values
   * alone (all: the output that holds them needs each), and the service's API leads the aliases there.
   */
  private async withoutCode(
    plan: StackPlan,
    values: Values,
    options: ApplyOptions,
    kept: Values | undefined,
  ): Promise<StackPlan> {
    const { leaveOut, carriesBuild, progress } = this.props;
    const more = this.moreIn(plan);
    if (!leaveOut || !carriesBuild || more.length === 0) return plan;
    progress.report({ stack: this.workspace.id, type: "note", text: `left out: ${more.join(", ")}` });
    const all = Object.keys(this.workspace.config.lateBound).map(keptAt);
    return this.plan(values, { ...options, looks: false }, kept, all);
  }

  /** The plan that looks at what exists. Nothing where that holds more than the release, or may not be read: a way back must not end there. */
  private async lookedPlan(
    values: Values,
    options: ApplyOptions,
    kept: Values | undefined,
  ): Promise<StackPlan | undefined> {
    const say = (why: string) => {
      const text = `compared with the state alone: ${why}`;
      this.props.progress.report({ stack: this.workspace.id, type: "note", text });
    };
    try {
      const plan = await this.plan(values, options, kept);
      const more = this.moreIn(plan);
      if (more.length === 0) return plan;
      dropPlan(this.workspace);
      say(`other things differ too (${more.join(", ")})`);
    } catch (error) {
      const { kind, message } = await asApplyError(error, this.workspace);
      if (kind !== "other") throw error;
      say(message);
    }
    return undefined;
  }

  async pending(): Promise<readonly string[]> {
    const plan = await wholePlan(this.workspace, this.props.progress);
    dropPlan(this.workspace);
    if (this.props.carriesBuild) return beyond(plan, this.props.carriers, []);
    const outputs = Object.entries(plan.outputs).map(([name, action]) => `${action} output.${name}`);
    return [...plan.changes.map(({ action, address }) => `${action} ${address}`), ...outputs];
  }

  configHash(): string {
    return configHash(this.workspace);
  }

  private refuseMore(plan: StackPlan): void {
    const more = this.moreIn(plan);
    if (more.length === 0) return;
    dropPlan(this.workspace);
    throw new ApplyError(
      "beyond the release",
      `the plan holds changes that no release makes; nothing was applied. Deploy them first, or take them out:\n  ${more.join("\n  ")}`,
    );
  }

  private moreIn(plan: StackPlan): string[] {
    return beyond(plan, this.props.carriers, Object.keys(this.workspace.config.lateBound));
  }

  private carrying(): string[] {
    const { resource = {} } = JSON.parse(readFileSync(this.workspace.path("cdk.tf.json"), "utf8")) as {
      resource?: Record<string, object>;
    };
    return carriersIn(resource, this.props.carriers);
  }
}
