import { type CloudFrontClient, CreateInvalidationCommand, GetInvalidationCommand } from "@aws-sdk/client-cloudfront";
import { interrupt } from "../process/interrupt";

/** CloudFront's copies of a site. */
export class Distribution {
  constructor(
    private readonly cloudfront: CloudFrontClient,
    private readonly id: string,
  ) {}

  /** Makes CloudFront forget its copies of these paths. Returns the id of the invalidation; the same reference gives the same one. */
  async invalidate(paths: readonly string[], reference: string): Promise<string> {
    const { Invalidation } = await this.cloudfront.send(
      new CreateInvalidationCommand({
        DistributionId: this.id,
        InvalidationBatch: { CallerReference: reference, Paths: { Quantity: paths.length, Items: [...paths] } },
      }),
    );
    return Invalidation?.Id ?? "";
  }

  /** Returns when an invalidation has reached every place, or a signal came. */
  async done(invalidation: string): Promise<void> {
    for (;;) {
      const { Invalidation } = await this.cloudfront.send(
        new GetInvalidationCommand({ DistributionId: this.id, Id: invalidation }),
      );
      if (Invalidation?.Status === "Completed" || interrupt.requested) return;
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}
