import type { Node } from "../hcl/node";

const always = () => true;

/** A cluster that does not belong to a system: any but that of an `aws-eks` stack, which is found by the system's name. */
function isForeignCluster(cluster: Node): boolean {
  if (cluster.kind !== "object") return false;
  const kind = cluster.entries.get("kind");
  return kind?.kind === "scalar" && (kind.value !== "eks" || cluster.entries.has("name"));
}

/** The keys that say where stacks are. A platform team sets them in `environments/`; a system's file cannot. */
export const placeKeys: Readonly<Record<string, (value: Node) => boolean>> = {
  account_id: always,
  aws_provider: always,
  cluster: isForeignCluster,
  data_class: always,
  emulator: always,
  location: always,
  project: always,
  project_number: always,
  protected: always,
  region: always,
  state: always,
  subscription_id: always,
  suffix: always,
  tenant_id: always,
};
