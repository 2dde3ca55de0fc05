import type { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { conditional, Fn, Op } from "cdktf";

/** A revision that is there already, and the share of the requests that it keeps: tokens, so that both change without a file. */
export interface PreviousRevision {
  /** As Cloud Run named it; with "" all requests go to the latest revision. */
  readonly revision: string;
  /** 0 to 100. */
  readonly percent: number;
}

const allocation = "TRAFFIC_TARGET_ALLOCATION_TYPE";

/** Divides the requests of a service between its latest revision and the previous one. */
export function divideRequests(service: CloudRunV2Service, { revision, percent }: PreviousRevision): void {
  // No revision keeps 0 %. A product, because cdktf's operators lose 0 and "" and put no parentheses around a conditional.
  const kept = Op.mul(percent, Fn.min([1, Fn.lengthOf(revision)]));
  // Only Terraform knows which targets there are, and one of 0 % must not be among them.
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
