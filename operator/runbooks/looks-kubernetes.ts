import type { Look } from "./alarm";
import type { StackFacts } from "./stack-facts";

/** Makes the cluster known to kubectl, where the stack finds it in a cloud. */
function login({ view }: StackFacts): string[] {
  const [gke] = view.data("google_container_cluster");
  const [aks] = view.data("azurerm_kubernetes_cluster");
  const [eks] = view.data("aws_eks_cluster");
  if (eks) return [`aws eks update-kubeconfig --name ${eks["name"]} --region ${view.aws?.region}`];
  if (gke)
    return [
      `gcloud container clusters get-credentials ${gke["name"]} --location ${gke["location"]} --project ${gke["project"]}`,
    ];
  return aks ? [`az aks get-credentials --name ${aks["name"]} --resource-group ${aks["resource_group_name"]}`] : [];
}

/** The pods of one service. */
export const pods: Look = (resource, facts) => {
  const name = String(resource.body["name"]);
  const context = facts.view.provider("kubernetes")?.["config_context"];
  const [namespace] = facts.resources("kubernetes_namespace_v1");
  const at = `${context ? `--context ${context} ` : ""}--namespace ${namespace && facts.of(namespace, "metadata.name")}`;
  return [
    ...login(facts),
    `kubectl get pods --selector app.kubernetes.io/name=${name} ${at}`,
    `kubectl get events --sort-by .lastTimestamp ${at}`,
    `kubectl logs deployment/${name} --since 1h --tail 100 ${at}`,
    `kubectl get hpa,pvc ${at}`,
  ];
};
