import { type CloudFrontClient, CreateInvalidationCommand, GetInvalidationCommand } from "@aws-sdk/client-cloudfront";
import { interrupt } from "../process/interrupt";

/** The CloudFront distribution of a site. */
export class Distribution {
  constructor(
    private readonly cloudfront: CloudFrontClient,
    private readonly id: string,
  ) {}

  /** Invalidates CloudFront's copies of these paths. Returns the invalidation's id; a second call with the same reference returns the same one. */
  async invalidate(paths: readonly string[], reference: string): Promise<string> {
    const { Invalidation } = await this.cloudfront.send(
      new CreateInvalidationCommand({
        DistributionId: this.id,
        InvalidationBatch: { CallerReference: reference, Paths: { Quantity: paths.length, Items: [...paths] } },
      }),
    );
    return Invalidation?.Id ?? "";
  }

  /** Waits until an invalidation is complete everywhere, or a signal is received. */
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
