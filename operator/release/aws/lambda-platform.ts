import type { FunctionsTarget } from "../../../stacks/aws-shared/function-release";
import type { AlarmFigure, Figures, ProbeAnswer } from "../judge/figures";
import type { Capabilities, ComponentFigure, Platform, Rollout, Side, Values } from "../port/platform";
import { alarmFigures } from "./alarms";
import { arrivedUntil, noneArrived } from "./arrived";
import { lambdaCapabilities } from "./capabilities";
import type { AwsClients } from "./clients";
import { together } from "./figures";
import { versionFigures, versionMeasure, versionRollout } from "./lambda-aliases";
import * as versions from "./lambda-values";
import { newestWeight, newestWeightCall, setNewestWeight } from "./lambda-weights";
import { wholeFigures, wholeLines } from "./lambda-whole";
import { LastRead } from "./last-read";
import { togetherRolled } from "./rollouts";

export interface LambdaPlatformProps {
  /** The output `release_target` as it is now: publishing changes the newest versions. */
  readonly target: () => Promise<FunctionsTarget>;
  readonly clients: AwsClients;
  readonly values: () => Promise<Values>;
  readonly now: () => number;
}

/** A release of functions: a new version in addition to the live one on the alias that callers use. */
export class LambdaPlatform implements Platform {
  readonly can: Capabilities;
  /** Live versions change at a finish alone, after which they are read before an alias is touched again. */
  private readonly last: LastRead<Values>;

  private constructor(
    private readonly props: LambdaPlatformProps,
    private target: FunctionsTarget,
  ) {
    const isDivided = versions.weighted(target.functions).length > 0;
    this.last = new LastRead(props.values);
    this.can = isDivided ? lambdaCapabilities : { ...lambdaCapabilities, percents: [0, 100] };
  }

  static async of(props: LambdaPlatformProps): Promise<LambdaPlatform> {
    return new LambdaPlatform(props, await props.target());
  }

  readWeight = async (): Promise<number> =>
    newestWeight(this.props.clients, await this.lastFunctions(), await this.last.get());
  setWeight = async (percent: number): Promise<void> =>
    setNewestWeight(this.props.clients, await this.lastFunctions(), percent, await this.last.get());
  assume = (values: Values): void => this.last.assume(values);
  weightCall = (percent: number): string => newestWeightCall(this.target, percent);
  weightOf = (values: Values): number => versions.largestShare(values, this.target.functions);
  buildOf = (values: Values): string => versions.versionsText(values, this.target.functions);
  hasNew = async (values: Values): Promise<boolean> => versions.hasNew(values, await this.functions());
  /** Every version that is kept can be called at once. */
  standby = (): undefined => undefined;
  direct = (_: Values, build: string): Values | undefined => {
    const live = versions.versionsIn(build, this.target.functions);
    return live && { ...versions.undivided(this.target.functions), ...live };
  };

  divides = (now: Values): boolean => versions.hasDivided(now, this.target.functions);
  whole = (): readonly string[] => wholeLines(this.target.functions);

  /** Lambda starts as many as are called. */
  capacity = async (): Promise<number> => 0;
  start = (now: Values): Values => versions.share(now, this.target.functions, 0);
  shift = (now: Values, percent: number): Values => versions.share(now, this.target.functions, percent);
  finish = (): Values => versions.newest(this.target.functions);
  back = (now: Values, from: Values): Values => versions.back(now, from, this.target.functions);
  idle = (): Values => ({});

  async rollout(of: Side | "components"): Promise<Rollout> {
    const functions = await this.functions();
    if (of === "live") return { is: "ready", seen: [] };
    const each = Object.values(functions).map((of) => versionRollout(this.props.clients, of));
    return togetherRolled(await Promise.all(each));
  }

  /** None: what a function does with an event that it does not know is its own affair. `--smoke` calls it as its clients do. */
  probe = async (): Promise<ProbeAnswer[]> => [];
  ask = async (): Promise<ProbeAnswer[]> => [];

  async figures(from: number, until: number, whole = false): Promise<Figures> {
    const functions = await this.functions();
    const values = await this.props.values();
    const { clients, now } = this.props;
    const divided = versions
      .weighted(functions)
      .map(([name, of]) => [of, versions.liveVersion(values, functions, name)] as const);
    const calls = divided.flatMap(([of, live]) =>
      [live, of.newest].map((version) => versionMeasure(of, version, "Invocations", "Sum")),
    );
    const to = whole ? until : await arrivedUntil(clients.cloudwatch, calls, from, until, now());
    if (to <= from) return noneArrived(from);
    const each = divided.map(([of, live]) => versionFigures(clients, of, live, of.newest, from, to));
    const all = await Promise.all(each);
    return { liveSide: together(all.map((of) => of.liveSide)), newSide: together(all.map((of) => of.newSide)), to };
  }

  alarms = (since: number): Promise<AlarmFigure[]> =>
    alarmFigures(
      this.props.clients.cloudwatch,
      this.target.alarms.map((name) => ({ name })),
      since,
    );

  /** The functions, and the versions that `--smoke` may call by their numbers. */
  async smokeEnvironment(): Promise<Readonly<Record<string, string>>> {
    const named = Object.entries(await this.functions()).map(([name, of]) => [name, `${of.function}:${of.newest}`]);
    return { RELEASE_FUNCTIONS: JSON.stringify(Object.fromEntries(named)) };
  }

  /** Functions that switch whole are judged after the switch. */
  componentFigures = async (since: number): Promise<readonly ComponentFigure[]> =>
    wholeFigures(this.props.clients, await this.functions(), since, this.props.now());

  private async functions(): Promise<versions.Functions> {
    this.target = await this.props.target();
    return this.target.functions;
  }

  /** The same; those that were read last where the state cannot be read: the way back by the API does not need it. */
  private async lastFunctions(): Promise<versions.Functions> {
    return this.functions().catch(() => this.target.functions);
  }
}
