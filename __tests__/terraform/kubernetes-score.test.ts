import { describeWith, helm, kubeScore } from "./support/go-tool";
import { Helm, objectsOf } from "./support/helm";
import { score } from "./support/kube-score";
import { KubernetesStacks } from "./support/kubernetes-stacks";

/** kube-score checks every object that a stack makes in a cluster, without third-party charts. */

const stacks = new KubernetesStacks();

describeWith([helm, kubeScore], "kube-score", (helmProgram, kubeScoreProgram) => {
  beforeAll(() => stacks.synthesize(), 120_000);
  afterAll(() => stacks.remove());

  test("finds nothing critical in any stack", async () => {
    const found: string[] = [];
    for (const stack of stacks.all) {
      const { checks, critical } = score(kubeScoreProgram, await objectsOf(stack, new Helm(helmProgram)));
      // With fewer checks, kube-score did not read the objects.
      expect(checks).toBeGreaterThan(30);
      found.push(...critical.map((finding) => `${stack.name}: ${finding}`));
    }
    expect(found).toEqual([]);
  }, 300_000);
});
