import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import type { ClientConfig } from "../support/emulator/client-config";
import { Balancer, type Request } from "./balancer";
import { behaviourOf, seeded } from "./builds";
import { type Asked, clockPath, countedHeader, type Told } from "./traffic-words";

export interface TrafficProps {
  readonly target: ReleaseTarget;
  /** The emulator that has the target. */
  readonly emulator: { readonly endpoint: string; readonly key: string };
  readonly seed: number;
  /** How many hours before the emulator's own times it begins: an alarm that the emulator raises is newer than the release. @default 720 */
  readonly hoursAgo?: number;
}

/** What a side met in one minute. */
interface Minute {
  requests: number;
  errors: number;
  readonly seconds: number[];
}

/** Response times that are kept of a side and minute: enough for a percentile. */
const keptTimes = 40;

/**
 * The users and the load balancer of a stack on the emulator: it reads which side the rules really give requests, what really runs there, and
 * answers as that build's tag says. Time passes when a process sleeps, and then users come: their figures are in the emulator's CloudWatch
 * after {@link publish}.
 */
export class Traffic {
  /** Users' requests in a minute. */
  perMinute = 600;
  /** Requests of users by image, and how many of them failed. */
  readonly met = new Map<string, { requests: number; errors: number }>();
  private readonly random: () => number;
  private readonly server: Server;
  private readonly balancer: Balancer;
  private readonly cloudwatch: CloudWatchClient;
  private readonly minutes = new Map<string, Minute>();
  private due = 0;
  private time: number;
  private passing: Promise<unknown> = Promise.resolve();
  private publishing: Promise<void> = Promise.resolve();

  constructor(private readonly props: TrafficProps) {
    const { emulator, target, seed, hoursAgo = 30 * 24 } = props;
    this.time = Math.floor(Date.now() / 60_000) * 60_000 - hoursAgo * 3_600_000;
    const credentials = { accessKeyId: emulator.key, secretAccessKey: "test" };
    const config: ClientConfig = { endpoint: emulator.endpoint, region: target.region, credentials };
    this.balancer = new Balancer(target, config);
    this.cloudwatch = new CloudWatchClient(config);
    this.random = seeded(seed);
    this.server = createServer(async (request, response) => {
      try {
        if (request.url === clockPath) {
          const { sleep } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Asked;
          response.end(JSON.stringify({ now: await this.pass(sleep) } satisfies Told));
          return;
        }
        const { status, ms } = await this.serve({ path: request.url ?? "/", headers: request.headers });
        response.writeHead(status, { [countedHeader]: ms }).end();
      } catch (error) {
        response.writeHead(599).end(String(error));
      }
    });
  }

  /** Listens. Returns its address. */
  start(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, "127.0.0.1", () => {
        resolve(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
      });
    });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Something was changed by hand that decides where requests go. */
  changed(): void {
    this.balancer.forget();
  }

  /** The time now, ms since 1970. */
  get now(): number {
    return this.time;
  }

  /** Lets time pass, in which users come. Returns the time then. */
  pass(ms: number): Promise<number> {
    const passed = this.passing.then(() => this.spend(ms));
    this.passing = passed.catch(() => {});
    return passed;
  }

  /** Lets time pass, without users, until something has happened that waits in the time of this machine. */
  async passWhile<T>(happens: Promise<T>): Promise<T> {
    let isOver = false;
    const over = happens.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await Promise.race([over, setTimeout(500)]);
      if (!isOver) await this.putForward(5);
    }
    return over;
  }

  /** Puts the figures of what users and probes met into CloudWatch. Who asks while another call does so waits for its end too. */
  publish(): Promise<void> {
    this.publishing = this.publishing.then(() => this.put());
    return this.publishing;
  }

  private async put(): Promise<void> {
    const data = [...this.minutes].flatMap(([key, minute]) => metrics(key, minute, this.props.target.load_balancer));
    this.minutes.clear();
    while (data.length > 0) {
      const request = { Namespace: "AWS/ApplicationELB", MetricData: data.splice(0, 500) };
      await this.cloudwatch.send(new PutMetricDataCommand(request));
    }
  }

  private async spend(ms: number): Promise<number> {
    this.due += (this.perMinute * ms) / 60_000;
    for (; this.due >= 1; this.due--) {
      const { image, status } = await this.serve({ path: "/", headers: {} });
      const met = this.met.get(image) ?? { requests: 0, errors: 0 };
      this.met.set(image, { requests: met.requests + 1, errors: met.errors + (status >= 500 ? 1 : 0) });
    }
    this.time += ms;
    if (ms > 0) await this.putForward(ms / 1000);
    return this.time;
  }

  /** Lets as much time pass for the emulator's rollouts. */
  private async putForward(advance: number): Promise<void> {
    const { endpoint, key } = this.props.emulator;
    const headers = { "X-Emulator-Key": key, "Content-Type": "application/json" };
    const answer = await fetch(`${endpoint}/moto-api/rollout`, {
      method: "POST",
      headers,
      body: JSON.stringify({ advance }),
    });
    this.balancer.pass();
    if (!answer.ok) throw new Error(`the emulator's clock: ${answer.status} ${await answer.text()}`);
  }

  private async serve(request: Request): Promise<{ status: number; ms: number; image: string }> {
    const { image, targetGroup, percent } = await this.balancer.lead(request, this.random());
    // A load balancer without a target counts nothing for the target group.
    if (image === undefined) return { status: 503, ms: 1, image: "none" };
    const { errorPercent, ms: about } = behaviourOf(image, percent);
    const status = this.random() * 100 < errorPercent ? 500 : 200;
    const ms = Math.round(about * (0.9 + 0.2 * this.random()));
    const key = `${targetGroup} ${Math.floor(this.time / 60_000) * 60_000}`;
    const minute = this.minutes.get(key) ?? { requests: 0, errors: 0, seconds: [] };
    this.minutes.set(key, minute);
    minute.requests += 1;
    if (status >= 500) minute.errors += 1;
    if (minute.seconds.length < keptTimes) minute.seconds.push(ms / 1000);
    return { status, ms, image };
  }
}

function metrics(key: string, { requests, errors, seconds }: Minute, loadBalancer: string): MetricDatum[] {
  const [targetGroup = "", at] = key.split(" ");
  const common = {
    Timestamp: new Date(Number(at)),
    Dimensions: [
      { Name: "TargetGroup", Value: targetGroup },
      { Name: "LoadBalancer", Value: loadBalancer },
    ],
  };
  return [
    { ...common, MetricName: "RequestCount", Value: requests, Unit: "Count" },
    // As AWS does: without an error there is no figure.
    ...(errors > 0
      ? [{ ...common, MetricName: "HTTPCode_Target_5XX_Count", Value: errors, Unit: "Count" as const }]
      : []),
    { ...common, MetricName: "TargetResponseTime", Values: seconds, Unit: "Seconds" },
  ];
}
