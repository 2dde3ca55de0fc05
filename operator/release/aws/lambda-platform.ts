import type { FunctionsTarget } from "../../../stacks/aws-shared/function-release";
import type { AlarmFigure, Figures, ProbeAnswer } from "../judge/figures";
import type { Capabilities, ComponentFigure, Platform, Rollout, Side, Values } from "../port/platform";
import { alarmFigures } from "./alarms";
import type { AwsClients } from "./clients";
import { measured, together } from "./figures";
import { aliasWeight, setAliasWeight, versionFigures, versionRollout } from "./lambda-aliases";
import * as versions from "./lambda-values";
import { togetherRolled } from "./rollouts";

export interface LambdaPlatformProps {
  /** The output `release_target` as it is now: publishing changes the newest versions. */
  readonly target: () => Promise<FunctionsTarget>;
  readonly clients: AwsClients;
  readonly values: () => Promise<Values>;
  readonly now: () => number;
}

/** What Lambda can: every weight on an alias that clients call; no probe of the new version alone that any function would understand. */
export const lambdaCapabilities: Capabilities = {
  name: "Lambda",
  percents: "any",
  startsAtZero: true,
  smoke: true,
  probes: false,
  judgedBy: "errors and duration of each version, alarms",
  wayBackSeconds: 10,
};

/** Most errors of a function that switches whole, in percent of its calls. */
const mostErrorPercent = 10;

/** A release of functions: a new version beside the live one on the alias that callers use. */
export class LambdaPlatform implements Platform {
  readonly can = lambdaCapabilities;

  private constructor(
    private readonly props: LambdaPlatformProps,
    private target: FunctionsTarget,
  ) {}

  static async of(props: LambdaPlatformProps): Promise<LambdaPlatform> {
    return new LambdaPlatform(props, await props.target());
  }

  async readWeight(): Promise<number> {
    const functions = await this.functions();
    const each = versions.weighted(functions).map(([, of]) => aliasWeight(this.props.clients, of));
    return Math.max(0, ...(await Promise.all(each)));
  }

  async setWeight(percent: number): Promise<void> {
    const functions = await this.functions();
    for (const [, of] of versions.weighted(functions)) await setAliasWeight(this.props.clients, of, percent);
  }

  weightCall(percent: number): string {
    const { functions, region } = this.target;
    const each = versions.weighted(functions).map(([, { function: lambda, alias, newest }]) => {
      const weights = percent === 0 ? {} : { [newest]: percent / 100 };
      const routing = JSON.stringify({ AdditionalVersionWeights: weights });
      return `aws lambda update-alias --region ${region} --function-name ${lambda} --name ${alias} --routing-config '${routing}'`;
    });
    return each.join("\n");
  }

  weightOf = (values: Values): number => versions.largestShare(values, this.target.functions);
  buildOf = (values: Values): string => versions.versionsText(values, this.target.functions);
  /** Every version that is kept can be called at once. */
  standby = (): undefined => undefined;
  direct = (_: Values, build: string): Values | undefined => {
    const live = versions.versionsIn(build, this.target.functions);
    return live && { ...versions.undivided(this.target.functions), ...live };
  };

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
    if (of === "new" && !versions.hasNew(await this.props.values(), functions))
      return { is: "failed", seen: ["no function has a new version: its callers reach this code already"] };
    const each = Object.values(functions).map((of) => versionRollout(this.props.clients, of));
    return togetherRolled(await Promise.all(each));
  }

  /** None: what a function does with an event that it does not know is its own affair. `--smoke` calls it as its clients do. */
  probe = async (): Promise<ProbeAnswer[]> => [];
  ask = async (): Promise<ProbeAnswer[]> => [];

  async figures(from: number, until: number): Promise<Figures> {
    const functions = await this.functions();
    const values = await this.props.values();
    const each = versions.weighted(functions).map(([name, of]) => {
      return versionFigures(
        this.props.clients,
        of,
        versions.liveVersion(values, functions, name),
        of.newest,
        from,
        until,
      );
    });
    const all = await Promise.all(each);
    return { liveSide: together(all.map((of) => of.liveSide)), newSide: together(all.map((of) => of.newSide)) };
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
  async componentFigures(since: number): Promise<readonly ComponentFigure[]> {
    const functions = await this.functions();
    const whole = Object.entries(functions).filter(([, of]) => of.whole_because !== undefined);
    return Promise.all(whole.map(([name, of]) => this.errorShare(name, of.function, since)));
  }

  private async errorShare(component: string, name: string, since: number): Promise<ComponentFigure> {
    const dimensions = { FunctionName: name };
    const measure = (metric: string) => ({ namespace: "AWS/Lambda", metric, stat: "Sum", dimensions });
    const found = await measured(
      this.props.clients.cloudwatch,
      { calls: measure("Invocations"), errors: measure("Errors") },
      since,
      this.props.now(),
    );
    const figure = { component, what: "errors, percent of its calls", limit: mostErrorPercent };
    return found.calls ? { ...figure, value: (100 * (found.errors ?? 0)) / found.calls } : figure;
  }

  private async functions(): Promise<versions.Functions> {
    this.target = await this.props.target();
    return this.target.functions;
  }
}
