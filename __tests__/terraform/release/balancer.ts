import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  type Action,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  type Rule,
  type RuleCondition,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ReleaseTarget, SideTarget } from "../../../stacks/aws/release-target";
import type { ClientConfig } from "../support/emulator/client-config";

/** A side that a request reached. */
export interface Reached {
  /** The dimension `TargetGroup`. */
  readonly targetGroup: string;
  /** The image that answers; undefined where no task runs. */
  readonly image: string | undefined;
  /** The share of the requests that the side has, 0 to 100. */
  readonly percent: number;
}

export interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** How long what was read is used, milliseconds of this machine: shorter than any apply. */
const freshMs = 250;

/** The load balancer's part of the simulator: what the rules of the emulator really say, and what really runs behind them. */
export class Balancer {
  private readonly sides: readonly SideTarget[];
  private readonly rules: Fresh<readonly Rule[]>;
  private readonly running: Fresh<ReadonlyMap<string, Running>>;
  private steady = false;

  constructor(target: ReleaseTarget, config: ClientConfig) {
    const balancers = new ElasticLoadBalancingV2Client(config);
    const ecs = new ECSClient(config);
    this.sides = Object.values(target.services).flatMap(({ blue, green }) => (green ? [blue, green] : [blue]));
    const [rule = ""] = Object.values(target.services)[0]?.listener_rules ?? [];
    const ListenerArn = rule.replace(":listener-rule/", ":listener/").replace(/\/[^/]+$/, "");
    this.rules = fresh(async () => (await balancers.send(new DescribeRulesCommand({ ListenerArn }))).Rules ?? []);
    this.running = fresh(async () => {
      const each = this.sides.map(async ({ service, target_group }) => {
        return [target_group, await runningIn(ecs, target.cluster, service)] as const;
      });
      const found = new Map(await Promise.all(each));
      this.steady = [...found.values()].every(({ isSteady }) => isSteady);
      return found;
    });
  }

  /** Where a request goes. @param random 0 to 1, decides between weights */
  async lead(request: Request, random: number): Promise<Reached> {
    const rules = await this.rules();
    const found = rules.find((rule) => (rule.Conditions ?? []).every((condition) => matches(condition, request)));
    const [group, percent] = pick(found?.Actions ?? [], random);
    const side = this.sides.find(({ target_group }) => target_group === group);
    if (!side) throw new Error(`${request.path}: expected a rule that leads to a side of the service, found ${group}`);
    const image = (await this.running()).get(side.target_group)?.image;
    return { targetGroup: side.target_group_suffix, image, percent: await this.shareOf(side.target_group, percent) };
  }

  /** Reads once more what runs, and what the rules say: something was changed by hand. */
  forget(): void {
    this.rules.forget();
    this.running.forget();
  }

  /** Time has passed in the emulator: where services roll out, it changes what runs. */
  pass(): void {
    if (!this.steady) this.running.forget();
  }

  /** The share of each side in the users' rule, and what runs there. */
  async weights(): Promise<readonly Reached[]> {
    const running = await this.running();
    const each = this.sides.map(async ({ target_group, target_group_suffix }) => ({
      targetGroup: target_group_suffix,
      image: running.get(target_group)?.image,
      percent: await this.shareOf(target_group, 0),
    }));
    return Promise.all(each);
  }

  /** The share that the users' rule gives a side: a probe has a rule of its own, which gives it everything. */
  private async shareOf(group: string, own: number): Promise<number> {
    const rules = await this.rules();
    const shared = rules.find((rule) => groupsOf(rule.Actions ?? []).length > 1);
    if (!shared) return own;
    return shares(shared.Actions ?? []).find(([arn]) => arn === group)?.[1] ?? 0;
  }
}

/** What a service runs. */
interface Running {
  /** The image of its running tasks: of the newest deployment that has some. */
  readonly image: string | undefined;
  /** Whether it stays so until the service is changed. */
  readonly isSteady: boolean;
}

async function runningIn(ecs: ECSClient, cluster: string, service: string): Promise<Running> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const { deployments = [], desiredCount, runningCount } = services[0] ?? {};
  const isSteady =
    deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED" && runningCount === desiredCount;
  const running = deployments.find(({ runningCount = 0 }) => runningCount > 0);
  if (!running) return { image: undefined, isSteady };
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: running.taskDefinition }),
  );
  return { image: taskDefinition?.containerDefinitions?.[0]?.image, isSteady };
}

function matches({ Field, HttpHeaderConfig, PathPatternConfig }: RuleCondition, { path, headers }: Request): boolean {
  if (Field === "http-header") {
    const value = headers[HttpHeaderConfig?.HttpHeaderName?.toLowerCase() ?? ""];
    return HttpHeaderConfig?.Values?.includes(String(value)) ?? false;
  }
  if (Field !== "path-pattern") return Field === "host-header";
  return (PathPatternConfig?.Values ?? []).some((pattern) => {
    const text = pattern.replace(/[.+^$|()[\]{}\\]/g, "\\$&");
    return new RegExp(`^${text.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(path);
  });
}

function groupsOf(actions: readonly Action[]) {
  const single = actions.flatMap(({ TargetGroupArn }) => (TargetGroupArn ? [{ TargetGroupArn, Weight: 1 }] : []));
  const weighted = actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []);
  return weighted.length > 0 ? weighted : single;
}

function shares(actions: readonly Action[]): [arn: string | undefined, percent: number][] {
  const groups = groupsOf(actions);
  const total = groups.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  return groups.map(({ TargetGroupArn, Weight = 1 }) => [TargetGroupArn, total === 0 ? 0 : (100 * Weight) / total]);
}

function pick(actions: readonly Action[], random: number): [arn: string | undefined, percent: number] {
  let left = random * 100;
  const found = shares(actions).find(([, percent]) => {
    left -= percent;
    return left < 0;
  });
  return found ?? [undefined, 0];
}

/** A question with the same answer for requests at about the same time, until what was read is forgotten. */
type Fresh<T> = (() => Promise<T>) & { forget(): void };

function fresh<T>(read: () => Promise<T>): Fresh<T> {
  let last: { readonly at: number; readonly value: Promise<T> } | undefined;
  const answer = () => {
    if (!last || performance.now() - last.at > freshMs) last = { at: performance.now(), value: read() };
    return last.value;
  };
  const forget = () => {
    last = undefined;
  };
  return Object.assign(answer, { forget });
}
