import { jobOf } from "../../../workflows/executor/results";
import { ran } from "../../../workflows/shipped";
import { entryOf } from "../../release/kill";
import type { Call } from "../../release/proxy";
import type { Step } from "../../support/story";
import type { Jobs } from "./jobs";
import { first, stackOf } from "./project-files";
import type { PipelineStage } from "./stage";

const prod = stackOf("prod");

/** A release that a person cancels on GitHub's page while users have a part of the new build. */
export function cancelled(stage: PipelineStage, jobs: Jobs, step: Step): void {
  step(
    "a cancelled release is ended by GitHub's signals, and its second step gives all users the old build",
    async () => {
      const shared = new Promise<void>((resolve) => {
        stage.proxy.after = async (call) => {
          await stage.afterEach(call);
          if (isSampleAt(call, 25)) resolve();
          return undefined;
        };
      });
      let goOn = () => {};
      const next = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const beforeStep = (_job: string, name: string) => (name.includes("--abort") ? goOn() : undefined);
      const running = await jobs.deploy("v1.2.0", { beforeStep });
      await Promise.race([shared, running.result]);
      expect(await stage.of("prod").truth.users()).toHaveLength(2);
      // AWS is slow: the way back needs longer than GitHub gives it.
      stage.proxy.before = async (call) => {
        if (call.operation === "ModifyRule") await next;
        return stage.beforeEach(call);
      };
      running.cancel();
      const result = await running.result;
      stage.leaveCallsAlone();

      expect(ran(result)).toEqual([
        ...[`${prod}-promote/promote success`, `${prod}/plan success`, `${prod}-release/release cancelled`],
      ]);
      const { steps } = jobOf(result, `${prod}-release/release`);
      const [release, abort, ...after] = steps.slice(steps.findIndex(({ name }) => name.includes("--image")));
      // Terraform stops between two signals or after them, as fast as the machine is.
      const signals = release?.signals ?? [];
      expect(signals.length).toBeGreaterThanOrEqual(2);
      expect(signals.map(({ signal }) => signal)).toEqual(["SIGINT", "SIGTERM", "SIGKILL"].slice(0, signals.length));
      expect(signals[1]?.afterMs).toBeGreaterThanOrEqual(7400);
      expect([release?.outcome, abort?.outcome]).toEqual(["cancelled", "success"]);
      expect(after.map(({ outcome }) => outcome)).toEqual(after.map(() => "skipped"));
      await stage.has("prod", first);
      const { truth } = stage.of("prod");
      expect((await truth.final())?.summary).toMatchObject({ status: "rolled_back", fromBuild: first });
      expect(await truth.lock()).toBeUndefined();
      expect(jobs.artifacts.has(`evidence-${prod}`)).toBe(false);
    },
  );
}

function isSampleAt(call: Call, percent: number): boolean {
  const entry = entryOf(call);
  return call.operation.includes(prod) && entry?.type === "sample" && entry.percent === percent;
}
