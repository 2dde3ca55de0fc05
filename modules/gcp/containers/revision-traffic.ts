import type { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { conditional, Fn, Op } from "cdktf";

/** An existing revision and its share of the requests. Both are usually tokens, so that they change without an edited file. */
export interface PreviousRevision {
  /** Its name on Cloud Run. With "" all requests go to the latest revision. */
  readonly revision: string;
  /** Percent, 0 to 100. */
  readonly percent: number;
}

const allocation = "TRAFFIC_TARGET_ALLOCATION_TYPE";

/** Splits the requests of a service between its latest revision and the previous one. */
export function divideRequests(service: CloudRunV2Service, { revision, percent }: PreviousRevision): void {
  // With no revision the share is 0. A product, because cdktf's operators drop 0 and "" and put no parentheses around a conditional.
  const kept = Op.mul(percent, Fn.min([1, Fn.lengthOf(revision)]));
  // The targets are known at plan time only, and Cloud Run refuses one of 0 %.
  const targets = Fn.concat([
    conditional(Op.lt(kept, 100), [{ type: `${allocation}_LATEST`, revision: null, percent: Op.sub(100, kept) }], []),
    conditional(Op.gte(kept, 1), [{ type: `${allocation}_REVISION`, revision, percent: kept }], []),
  ]);
  service.addOverride("dynamic.traffic", {
    for_each: targets,
    content: {
      type: "${traffic.value.type}",
      revision: "${traffic.value.revision}",
      percent: "${traffic.value.percent}",
    },
  });
}
