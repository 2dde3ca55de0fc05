import { GitOps } from "../../../../modules/kubernetes/delivery/gitops";
import { synthesized } from "../../../synthesized";
import { releaseValues } from "../charts/release-values";
import { names, namespace } from "../containers/service-fixture";

const values = () =>
  releaseValues(
    synthesized((scope) => {
      new GitOps(scope, "gitops", {
        names,
        repository: "https://github.com/company/ai-prism-gitops",
        revision: "main",
        namespace,
      });
    }),
  );

describe("GitOps", () => {
  test("the application uses the folder and the values file of its environment", () => {
    expect(values()).toMatchObject({
      project: "ai-prism-prod",
      application: "ai-prism-prod",
      repository: "https://github.com/company/ai-prism-gitops",
      revision: "main",
      path: "environments/prod",
      valueFiles: ["values-prod.yaml"],
      namespace: "ai-prism-prod",
    });
  });

  test("nothing wins over the values files of the repository", () => {
    expect(Object.keys(values())).not.toEqual(expect.arrayContaining(["parameters"]));
    expect(JSON.stringify(values())).not.toMatch(/image|replica/i);
  });

  test("a commit can deploy a Deployment, but cannot grant rights", () => {
    const kinds: string[] = values().kinds.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["Deployment"]));
    expect(kinds.filter((kind) => /Role|Secret|Policy|Quota|Account|Autoscaler|Disruption/.test(kind))).toEqual([]);
  });
});
