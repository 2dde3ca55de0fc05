import type { ReleaseTarget, ServiceTarget } from "../../../stacks/aws/release-target";
import type { AlarmFigure, Figures, ProbeAnswer } from "../judge/figures";
import type { ComponentFigure, Platform, Rollout, Side, TaskRun, Values } from "../port/platform";
import { alarmFigures } from "./alarms";
import { ecsCapabilities } from "./capabilities";
import type { AwsClients } from "./clients";
import { componentFigures, releasedComponents } from "./ecs-components";
import { runningDigests } from "./ecs-digests";
import { EcsProbes } from "./ecs-probes";
import { type Expected, ecsRollout } from "./ecs-rollout";
import { type Color, figuresOf, otherOf, replicas, sideOf, whyOneSided } from "./ecs-sides";
import { findEcsTask, runEcsTask } from "./ecs-tasks";
import { EcsValues, releasedServices } from "./ecs-values";
import { EcsWeights } from "./ecs-weights";
import { deleteProbeRules } from "./probe-rules";
import { togetherRolled } from "./rollouts";

export interface EcsPlatformProps {
  readonly target: ReleaseTarget;
  /** The tasks of the target as it is now: each apply that gives them another image makes a new definition. */
  readonly tasks: () => Promise<ReleaseTarget["tasks"]>;
  readonly clients: AwsClients;
  /** `S`: which side is live is known only there. */
  readonly values: () => Promise<Values>;
  readonly now: () => number;
}

/** A release of the application on ECS: two sides behind weighted rules of the load balancer. */
export class EcsPlatform implements Platform {
  readonly can = ecsCapabilities;
  readonly oneSided: string | undefined;
  private readonly of: EcsValues;
  private readonly services: readonly [string, ServiceTarget][];
  private readonly probes: EcsProbes;
  private readonly weights: EcsWeights;
  /** What each service ran on its live side when it was last looked at. */
  private readonly runs = new Map<string, number>();

  constructor(private readonly props: EcsPlatformProps) {
    this.of = new EcsValues(props.target);
    this.services = releasedServices(props.target);
    const services = this.services.map(([, service]) => service);
    this.oneSided = whyOneSided(services);
    this.weights = new EcsWeights(props.clients.balancers, services, props.target.region, () => this.live());
    this.probes = new EcsProbes({
      ...props,
      services,
      header: async () => String(this.of.get(await this.props.values(), "probe") ?? ""),
    });
  }

  readWeight = async (): Promise<number> => this.weights.read();
  setWeight = async (percent: number): Promise<void> => this.weights.set(percent);
  assume = (values: Values): void => this.weights.assume(this.of.live(values));
  weightCall = (percent: number): string => this.weights.call(percent);
  weightOf = (values: Values): number => this.of.percent(values);
  buildOf = (values: Values): string => this.of.image(values);
  standby = (now: Values): string | undefined => this.of.standby(now);

  async capacity(): Promise<number> {
    const { target, clients } = this.props;
    const live = await this.live();
    for (const [name, service] of this.services)
      this.runs.set(name, await replicas(clients, target.cluster, sideOf(service, live).service));
    return this.runs.get("api") ?? Math.max(0, ...this.runs.values());
  }

  /** At least one replica, also where the live side has none at this moment. */
  start = (_: Values, build: string, capacity: number): Values =>
    this.of.start(build, (service) => Math.max(1, this.runs.get(service) ?? capacity));
  shift = (_: Values, percent: number): Values => this.of.shift(percent);
  finish = (now: Values): Values => this.of.finish(now);
  back = (_: Values, from: Values): Values => this.of.back(from);
  idle = (): Values => this.of.idle();

  async tidy(): Promise<readonly string[]> {
    const { target, clients } = this.props;
    const rules = this.services.flatMap(([, service]) => service.listener_rules);
    const left = await deleteProbeRules(clients.balancers, rules, target.probe_header);
    return left.map((rule) => `a rule for probes that no state knew is gone: ${rule}`);
  }

  async rollout(of: Side | "components"): Promise<Rollout> {
    const values = await this.props.values();
    if (of === "components") {
      const image = this.of.image(values);
      const released = releasedComponents(this.props.target).map(([, { service }]) => ({ service, image, least: 0 }));
      return released.length > 0 ? this.rolled(released) : { is: "ready", seen: ["no components run this image"] };
    }
    const live = this.of.live(values);
    const color = of === "live" ? live : otherOf(live);
    const image = String(this.of.get(values, of === "live" ? "image" : "next_image"));
    const rollout = await this.rolled(
      this.services.map(([, service]) => ({
        service: sideOf(service, color).service,
        image,
        least: this.of.minimum(values, service, of),
      })),
    );
    if (of === "live" || rollout.is !== "ready") return rollout;
    const { target, clients } = this.props;
    const names = this.services.map(([, service]) => sideOf(service, color).service);
    const digests = await runningDigests(clients.ecs, target.cluster, names, image);
    return { ...rollout, seen: [...rollout.seen, ...digests] };
  }

  probe = (requests: number): Promise<ProbeAnswer[]> => this.probes.sample(requests);
  ask = (side: Side, path: string, requests: number): Promise<ProbeAnswer[]> => this.probes.ask(side, path, requests);
  smokeEnvironment = (): Promise<Readonly<Record<string, string>>> => this.probes.environment();

  async figures(from: number, until: number, whole = false): Promise<Figures> {
    const { clients, target, now } = this.props;
    const services = this.services.map(([, service]) => service);
    return figuresOf(clients, target, services, await this.live(), from, until, now(), whole);
  }

  async alarms(since: number): Promise<AlarmFigure[]> {
    const next = otherOf(await this.live());
    const ofSide = this.services.flatMap(([, service]) => sideOf(service, next).alarms);
    const names = [
      ...this.props.target.alarms.map((name) => ({ name })),
      ...ofSide.map((name) => ({ name, side: "new" as const })),
    ];
    return alarmFigures(this.props.clients.cloudwatch, names, since);
  }

  componentFigures = (since: number): Promise<readonly ComponentFigure[]> =>
    componentFigures(this.props.clients, this.props.target, since, this.props.now());

  readonly tasks = {
    prepare: (_: Values, build: string): Values => this.of.next(build),
    run: async (name: string, startedBy: string): Promise<TaskRun> =>
      runEcsTask(this.props.clients.ecs, this.props.target.cluster, await this.task(name), startedBy),
    find: async (name: string, startedBy: string, id?: string): Promise<TaskRun | undefined> =>
      findEcsTask(this.props.clients.ecs, this.props.target.cluster, await this.task(name), startedBy, id),
  };

  private async rolled(services: readonly Expected[]): Promise<Rollout> {
    const { target, clients } = this.props;
    return togetherRolled(await Promise.all(services.map((one) => ecsRollout(clients.ecs, target.cluster, one))));
  }

  private async task(name: string) {
    const tasks = await this.props.tasks();
    const found = tasks[name];
    if (!found) throw new Error(`task ${name}: expected one of ${Object.keys(tasks).join(", ") || "none"}`);
    return found;
  }

  private async live(): Promise<Color> {
    return this.of.live(await this.props.values());
  }
}
