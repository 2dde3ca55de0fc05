import { LambdaPlatform } from "../../../../../operator/release/aws/lambda-platform";
import type { Values } from "../../../../../operator/release/port/platform";
import type { ReleaseContext } from "../../../../../operator/release/run/context";
import type { FunctionsTarget } from "../../../../../stacks/aws-shared/function-release";
import { fakeClient } from "../../aws/fake-client";
import { MemoryStore } from "../../log/memory-store";
import { request as ofImages } from "./scenarios";
import { World } from "./world";

interface Alias {
  version: string;
  weights: Record<string, number>;
}

/** A release of functions. */
export const request = { ...ofImages, checks: {}, build: "c2" };
export const back = { keepMinutes: 15, checks: {}, metrics: true, reason: "errors at checkout" };

/** Functions of AWS in memory, with their state, their log and the checkout that is released. Code that begins with "bad" fails half of its calls. */
export class Functions {
  readonly world = new World();
  readonly store = new MemoryStore();
  readonly lines: string[] = [];
  /** The code of each published version, the first one first. */
  readonly published: Record<string, string[]> = {};
  readonly aliases: Record<string, Alias> = {};
  /** How often an alias was changed. */
  changes = 0;
  private readonly code: Record<string, string> = {};
  private aliasesInState: Record<string, Alias> = {};
  private values: Values = {};

  /** @param whole the functions by name, each with why it switches whole */
  constructor(private readonly whole: Readonly<Record<string, string | undefined>>) {
    for (const name of Object.keys(whole)) {
      this.code[name] = "good 1";
      this.published[name] = ["good 1"];
      this.values = { ...this.values, [`${name}_live_version`]: "", [`${name}_next_percent`]: 0 };
      this.aliases[name] = { version: "1", weights: {} };
    }
    this.aliasesInState = structuredClone(this.aliases);
  }

  /** Edits the checkout. */
  edit(code: Readonly<Record<string, string>>): this {
    Object.assign(this.code, code);
    return this;
  }

  /** Which version of each function all callers have; with weights each with its share. */
  live(): string {
    const each = Object.entries(this.aliases).map(([name, { version, weights }]) =>
      [`${name}=${version}`, ...Object.entries(weights).map((weight) => weight.join(":"))].join("+"),
    );
    return each.join(" ");
  }

  /** @param leaveOut as a rollback does, which works from any checkout */
  async context(leaveOut = false): Promise<ReleaseContext> {
    const { world, store, lines } = this;
    const read = async () => this.values;
    const { client: lambda } = this.lambda();
    const { client: cloudwatch } = fakeClient({
      DescribeAlarms: { MetricAlarms: [] },
      GetMetricData: ({ MetricDataQueries, EndTime }) => this.metrics(MetricDataQueries as Query[], EndTime as Date),
    });
    const clients = { lambda, cloudwatch } as Parameters<typeof LambdaPlatform.of>[0]["clients"];
    const target = async () => this.target();
    const state = {
      read,
      known: read,
      pending: async () => [],
      changed: async () => this.edited(),
      configHash: () => "hash",
      apply: async (values: Values) => this.apply(values, leaveOut),
    };
    return {
      stack: "aws-prod",
      platform: await LambdaPlatform.of({ target, clients, values: read, now: () => world.now }),
      state,
      store,
      clock: { now: () => world.now, sleep: (ms, until) => world.sleep(ms, until) },
      interrupt: new AbortController().signal,
      operator: { who: "ann", host: "host", token: String(world.now) },
      say: (line) => lines.push(line),
      confirm: async (more) => lines.push(...more) > 0,
    };
  }

  private target(): FunctionsTarget {
    const each = Object.entries(this.whole).map(([name, whole_because]) => [
      name,
      {
        ...{ function: name, alias: "live", newest: this.newest(name), dead_letter_queue: "d" },
        ...(whole_because && { whole_because }),
      },
    ]);
    return { platform: "lambda", region: "us-east-1", alarms: [], functions: Object.fromEntries(each) };
  }

  private newest(name: string): string {
    return String(this.published[name]?.length);
  }

  /** Terraform without refresh. A rollback takes no edited code with it: then its aliases are left to the API. */
  private apply(values: Values, leaveOut: boolean): void {
    this.values = { ...this.values, ...values };
    const edited = this.edited();
    if (leaveOut && edited.length > 0) return;
    for (const name of edited) this.published[name]?.push(this.code[name] as string);
    for (const name of Object.keys(this.aliases)) {
      const live = String(this.values[`${name}_live_version`]);
      const percent = live === "" ? 0 : Number(this.values[`${name}_next_percent`]);
      const weights = percent > 0 ? { [this.newest(name)]: percent / 100 } : {};
      const wanted: Alias = { version: live || this.newest(name), weights };
      if (JSON.stringify(wanted) === JSON.stringify(this.aliasesInState[name])) continue;
      this.lead(name, wanted);
      this.aliasesInState[name] = wanted;
    }
  }

  /** The functions whose code an apply of the checkout would publish. */
  private edited(): string[] {
    return Object.keys(this.code).filter((name) => this.published[name]?.at(-1) !== this.code[name]);
  }

  private lead(name: string, to: Alias): void {
    if (Number(to.version) > Number(this.newest(name))) throw new Error(`${name} has no version ${to.version}`);
    this.aliases[name] = structuredClone(to);
    this.changes += 1;
  }

  private lambda() {
    return fakeClient({
      GetAlias: ({ FunctionName }) => {
        const { version, weights } = this.aliases[FunctionName as string] as Alias;
        return { FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: weights } };
      },
      UpdateAlias: ({ FunctionName, FunctionVersion, RoutingConfig }) => {
        const { AdditionalVersionWeights: weights } = RoutingConfig as { AdditionalVersionWeights: Alias["weights"] };
        this.lead(FunctionName as string, { version: FunctionVersion as string, weights });
        return {};
      },
      GetFunctionConfiguration: { State: "Active" },
    });
  }

  /** All of them have arrived: the last minute has a value. */
  private metrics(queries: readonly Query[], end: Date) {
    const results = queries.map(({ Id, MetricStat: { Metric } }) => {
      const { FunctionName = "", ExecutedVersion } = Object.fromEntries(
        Metric.Dimensions.map(({ Name, Value }) => [Name, Value]),
      );
      const version = ExecutedVersion ?? this.aliases[FunctionName]?.version;
      const isBad = this.published[FunctionName]?.[Number(version) - 1]?.startsWith("bad");
      const value = { Invocations: 1000, Errors: isBad ? 500 : 0, Duration: 80 }[Metric.MetricName];
      return { Id, Values: [value], Timestamps: [new Date(end.getTime() - 60_000)] };
    });
    return { MetricDataResults: results };
  }
}

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly MetricName: "Invocations" | "Errors" | "Duration";
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
}
