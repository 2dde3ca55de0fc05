import { describeWith, helm, kubeScore } from "./support/go-tool";
import { Helm, objectsOf } from "./support/helm";
import { score } from "./support/kube-score";
import { KubernetesStacks } from "./support/kubernetes-stacks";

/** kube-score checks every object that a stack makes in a cluster, without third-party charts. */

const stacks = new KubernetesStacks();

/** What leads to objects that the repository has, where Argo CD delivers the application. */
const inRepository = /: (horizontalpodautoscaler-has-target|ingress-targets-service): /;

describeWith([helm, kubeScore], "kube-score", (helmProgram, kubeScoreProgram) => {
  beforeAll(() => stacks.synthesize(), 120_000);
  afterAll(() => stacks.remove());

  test("finds nothing critical in any stack", async () => {
    const found: string[] = [];
    for (const stack of stacks.all) {
      const objects = await objectsOf(stack, new Helm(helmProgram));
      const { checks, critical } = score(kubeScoreProgram, objects);
      // With fewer checks, kube-score did not read the objects. A stack that Argo CD delivers has no Deployment.
      const isComplete = !objects.some(({ kind }) => kind === "Application");
      expect(checks).toBeGreaterThan(isComplete ? 30 : 20);
      const own = isComplete ? critical : critical.filter((finding) => !inRepository.test(finding));
      found.push(...own.map((finding) => `${stack.name}: ${finding}`));
    }
    expect(found).toEqual([]);
  }, 300_000);
});
