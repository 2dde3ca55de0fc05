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
        imageTag: "v2.1.0",
        replicas: 10,
        namespace,
      });
    }),
  );

describe("GitOps", () => {
  test("the application uses the folder and the values file of its environment", () => {
    expect(values()).toMatchObject({
      project: "ai-prism",
      application: "ai-prism-prod",
      repository: "https://github.com/company/ai-prism-gitops",
      revision: "main",
      path: "environments/prod",
      valueFiles: ["values-prod.yaml"],
      namespace: "ai-prism-prod",
    });
  });

  test("image tag and replicas are parameters, as texts", () => {
    expect(values().parameters).toEqual({ "image.tag": "v2.1.0", replicaCount: "10" });
  });

  test("a commit can deploy a Deployment, but cannot grant rights", () => {
    const kinds: string[] = values().kinds.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["Deployment"]));
    expect(kinds.filter((kind) => /Role|Secret|Policy|Quota/.test(kind))).toEqual([]);
  });
});
