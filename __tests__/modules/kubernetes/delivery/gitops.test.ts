import { GitOps } from "../../../../modules/kubernetes/delivery/gitops";
import { names, namespace } from "../containers/workload-fixture";
import { releaseValues } from "../platform/release-values";

const values = () =>
  releaseValues((scope) => {
    new GitOps(scope, "gitops", {
      names,
      repository: "https://github.com/company/ai-prism-gitops",
      imageTag: "v2.1.0",
      replicas: 10,
      namespace,
    });
  });

describe("GitOps", () => {
  test("the application follows the folder and the values file of its environment", () => {
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

  test("image and replicas are given by value, as texts", () => {
    expect(values().parameters).toEqual({ "image.tag": "v2.1.0", replicaCount: "10" });
  });

  test("a commit can deploy a Deployment, but gives nobody rights", () => {
    const kinds = values().kinds.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain("Deployment");
    expect(kinds.filter((kind: string) => /Role|Secret|Policy|Quota/.test(kind))).toEqual([]);
  });
});
