import { readFileSync } from "node:fs";
import { appliedValues, keptAt, type ReleasedValue, releasedValues, valuesOf } from "../../plan/late-bound";
import { planStack } from "../../plan/plan";
import { applyPlan, configHash, dropPlan } from "../../plan/plan-file";
import type { StackPlan } from "../../plan/stack-plan";
import type { Progress } from "../../progress/progress";
import { recordingWriter } from "../../states/record-writer";
import { ResourceEvents } from "../../terraform/resource-events";
import type { Workspace } from "../../terraform/workspace";
import type { Values } from "../port/platform";
import type { ApplyOptions, ReleaseState } from "../port/state";
import { asApplyError, beyondRelease, readState } from "./apply-error";
import { beyond, type Carriers, carriersIn, isJudgedByAttributes } from "./carriers";
import { keepSettings } from "./kept-settings";
import { leftOutOf, needsIn } from "./left-out";
import { lookedPlan } from "./looked-plan";
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
  /** The same with what the settings were when it was deployed. */
  private released?: Readonly<Record<string, ReleasedValue>>;

  constructor(
    private readonly workspace: Workspace,
    private readonly props: TerraformStateProps,
  ) {}

  async read(): Promise<Values> {
    // A read that fails leaves what is known: the way back needs it.
    this.released = await readState(this.workspace, () => releasedValues(this.workspace));
    this.last = valuesOf(this.released);
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
    const { progress, leaveOut } = this.props;
    // Read just before, and not known any more until the apply has ended well.
    const kept = this.last;
    this.last = undefined;
    progress.report({ stack: workspace.id, type: "note", text: options.reason });
    try {
      if (leaveOut) keepSettings(workspace, this.released ?? (await releasedValues(workspace)));
      const first =
        (options.looks && (await this.lookedPlan(() => this.plan(values, options, kept)))) ||
        (await this.plan(values, { ...options, looks: false }, kept));
      const plan = leaveOut ? await this.withoutEdits(first, values, options, kept) : first;
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

  /** The same plan without what else is edited in this checkout, for a rollback of services. */
  private async withoutEdits(
    plan: StackPlan,
    values: Values,
    options: ApplyOptions,
    kept: Values | undefined,
  ): Promise<StackPlan> {
    const { workspace, props } = this;
    const names = Object.keys(workspace.config.lateBound);
    const configuration = readFileSync(workspace.path("cdk.tf.json"), "utf8");
    const { carriers, carriesBuild, progress } = props;
    const left = leftOutOf(plan, this.carrying(), { carriers, values, kept: names, needs: needsIn(configuration) });
    if (left.edits.length === 0) return plan;
    dropPlan(workspace);
    if (left.needed.length > 0 && !carriesBuild) throw beyondRelease(left.edits);
    progress.report({ stack: workspace.id, type: "note", text: `left out: ${left.edits.join(", ")}` });
    // The output that holds the values needs each of them.
    return this.plan(values, { ...options, looks: false }, kept, [...names.map(keptAt), ...left.carrying]);
  }

  async pending(): Promise<readonly string[]> {
    const plan = await this.whole();
    if (this.props.carriesBuild) return beyond(plan, this.props.carriers, []);
    const outputs = Object.entries(plan.outputs).map(([name, action]) => `${action} output.${name}`);
    return [...changesOf(plan), ...outputs];
  }

  async changed(): Promise<readonly string[]> {
    return changesOf(await this.whole());
  }

  configHash(): string {
    return configHash(this.workspace);
  }

  private async whole(): Promise<StackPlan> {
    const plan = await wholePlan(this.workspace, this.props.progress, !this.props.leaveOut);
    dropPlan(this.workspace);
    return plan;
  }

  private refuseMore(plan: StackPlan): void {
    const more = this.moreIn(plan);
    if (more.length === 0) return;
    dropPlan(this.workspace);
    throw beyondRelease(more);
  }

  private lookedPlan(plan: () => Promise<StackPlan>): Promise<StackPlan | undefined> {
    return lookedPlan(this.workspace, this.props.progress, plan, (made) => this.moreIn(made));
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

const changesOf = ({ changes }: StackPlan): string[] => changes.map(({ action, address }) => `${action} ${address}`);
