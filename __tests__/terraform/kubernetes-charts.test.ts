import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stacks/synthesized";
import { describeWith, helm } from "./support/go-tool";
import { chartName, Helm, localReleases } from "./support/helm";
import { KubernetesStacks } from "./support/kubernetes-stacks";

/** Helm checks and renders the charts of this repository with the values of the stacks. */

const stacks = new KubernetesStacks();

describeWith([helm], "charts", (program) => {
  beforeAll(() => stacks.synthesize(), 120_000);
  afterAll(() => stacks.remove());

  describe.each(readdirSync(join(root, "charts")))("%s", (chart) => {
    const tool = new Helm(program);
    const releases = () => {
      const all = stacks.all.flatMap((stack) => localReleases(stack).map((release) => ({ stack, release })));
      const found = all.filter(({ stack, release }) => chartName(stack, release) === chart);
      if (found.length === 0) throw new Error("expected a stack that deploys the chart, found none");
      return found;
    };

    test("passes helm lint with the values of each stack", async () => {
      for (const { stack, release } of releases()) {
        expect(await tool.lint(stack, release)).toContain("1 chart(s) linted, 0 chart(s) failed");
      }
    }, 60_000);

    test("refuses an unknown value", async () => {
      for (const { stack, release } of releases()) {
        const refused = tool.template(stack, release, "--set=unknown=1");
        await expect(refused).rejects.toThrow(/additional properties 'unknown' not allowed/);
      }
    });

    test("renders objects with a kind, a version and a name of their own", async () => {
      for (const { stack, release } of releases()) {
        const objects = await tool.render(stack, release);
        expect(objects.length).toBeGreaterThan(0);
        for (const object of objects) {
          expect(object).toMatchObject({
            apiVersion: expect.stringMatching(/^([a-z0-9.-]+\/)?v\d\w*$/),
            kind: expect.stringMatching(/^[A-Z]/),
            metadata: { name: expect.stringMatching(/^[a-z0-9][a-z0-9.-]*$/) },
          });
        }
        const names = objects.map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`);
        expect(names).toEqual([...new Set(names)]);
      }
    }, 120_000);
  });
});
