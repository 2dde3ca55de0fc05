import { Names } from "../../../modules/names";

/** What a module gets from its stack, as production's would be. */
export const names = new Names({
  system: "test-execution",
  environment: "prod",
  accountId: "example-prod",
  region: "us-central1",
});

export type Json = Record<string, unknown>;

/** The arguments of every resource of one type. */
export function resourcesOf<T = Json>(synthesized: string, { tfResourceType }: { tfResourceType: string }): T[] {
  return Object.values<T>(JSON.parse(synthesized).resource?.[tfResourceType] ?? {});
}
