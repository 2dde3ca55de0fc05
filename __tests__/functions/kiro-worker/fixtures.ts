import { randomUUID } from "node:crypto";
import { Metrics } from "../../../functions/kiro-worker/metrics";
import type { Poller } from "../../../functions/kiro-worker/poller-props";
import { type Source, submitted } from "../../../functions/kiro-worker/source";
import type { WorkItem } from "../../../functions/kiro-worker/work-item";
import { FakeCodeBuild } from "./fake-codebuild";
import { Tables } from "./tables";

export const project = { name: "kiro-worker-prod-worker", lockSeconds: 3600, revisions: true };

/** The tables and builds of a test file, new for each test. */
export class World {
  readonly tables = new Tables();
  codebuild = new FakeCodeBuild();
  /** The published metrics of all projects together, in their order. */
  published: { name: string; value: number }[] = [];

  constructor() {
    beforeAll(() => this.tables.start(), 300_000);
    beforeEach(async () => {
      await this.tables.clean();
      this.codebuild = new FakeCodeBuild();
      this.published = [];
      for (const method of ["info", "warn", "error"] as const) jest.spyOn(console, method).mockReturnValue();
    });
    afterAll(() => this.tables.stop());
  }

  // biome-ignore lint/suspicious/noExplicitAny: the input of one command
  readonly cloudwatch = { send: async ({ input }: any) => this.publish(input.MetricData) };

  poller(more: Partial<Poller> = {}): Poller {
    return {
      workItems: this.tables.workItems,
      builds: this.codebuild.builds,
      metrics: new Metrics("kiro-worker/prod", this.cloudwatch as never),
      projects: { worker: project, nightly: { ...project, name: "kiro-worker-prod-nightly", revisions: false } },
      repositories: ["example/*"],
      source: submitted,
      maxStarts: 20,
      maxAttempts: 3,
      newClaim: randomUUID,
      now: () => this.tables.now,
      ...more,
    };
  }

  async submit(...ids: string[]): Promise<void> {
    for (const id of ids) await this.tables.workItems.add({ id, project: "worker" });
  }

  private publish(data: { MetricName: string; Value: number; Dimensions: unknown[] }[]): void {
    const all = data.filter(({ Dimensions }) => Dimensions.length === 0);
    this.published.push(...all.map(({ MetricName, Value }) => ({ name: MetricName, value: Value })));
  }
}

/** A source with these pages. */
export const sourceOf = (...pages: readonly (readonly WorkItem[])[]): Source => ({
  async *pages() {
    yield* pages;
  },
});
