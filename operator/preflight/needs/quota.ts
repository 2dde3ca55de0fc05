/** A quota of an AWS account, a Google project or an Azure subscription, in a region. */
export interface Quota {
  /** What it limits, as people say it. */
  readonly name: string;
  /** On AWS the codes of Service Quotas; on Google an API and its metric; on Azure a namespace and the name of a usage. */
  readonly service: string;
  readonly code: string;
}

/** What one stack needs of a quota. */
export interface Need {
  readonly quota: Quota;
  readonly stack: string;
  /** What the first deploy takes. */
  readonly start: number;
  /** What autoscaling may take later; at least `start`. */
  readonly most: number;
  /** What one resource may grow to: it is refused where this alone is above the quota. @default - a quota only counts what runs */
  readonly alone?: number;
}

export const quota = (service: string, code: string, name: string): Quota => ({ service, code, name });

/** The quotas that a new account often has too small. The codes are those of `aws service-quotas list-service-quotas`. */
export const quotas = {
  vpcs: quota("vpc", "L-F678F1CE", "VPCs per region"),
  addresses: quota("ec2", "L-0263D0A3", "Elastic IP addresses"),
  fargate: quota("fargate", "L-3032A538", "Fargate On-Demand vCPU"),
  fargateSpot: quota("fargate", "L-36FBB829", "Fargate Spot vCPU"),
  standard: quota("ec2", "L-1216C47A", "vCPU of On-Demand standard instances"),
  standardSpot: quota("ec2", "L-34B43A08", "vCPU of Spot standard instances"),
  gpu: quota("ec2", "L-DB2E81BA", "vCPU of On-Demand G and VT instances"),
  gpuSpot: quota("ec2", "L-3819A6DF", "vCPU of Spot G and VT instances"),
  training: quota("ec2", "L-417A185B", "vCPU of On-Demand P instances"),
  trainingSpot: quota("ec2", "L-7212CCBC", "vCPU of Spot P instances"),
  functions: quota("lambda", "L-B99A9384", "Lambda concurrent executions"),
} as const;

/** CodeBuild has a quota for each kind of build machine, by environment and compute type. */
export const buildQuotas: Readonly<Record<string, Quota>> = {
  "LINUX_CONTAINER BUILD_GENERAL1_SMALL": quota("codebuild", "L-9D07B6EF", "parallel builds, Linux small"),
  "LINUX_CONTAINER BUILD_GENERAL1_MEDIUM": quota("codebuild", "L-2DC20C30", "parallel builds, Linux medium"),
  "LINUX_CONTAINER BUILD_GENERAL1_LARGE": quota("codebuild", "L-4DDC4A99", "parallel builds, Linux large"),
  "LINUX_CONTAINER BUILD_GENERAL1_XLARGE": quota("codebuild", "L-04E5CA62", "parallel builds, Linux xlarge"),
  "LINUX_CONTAINER BUILD_GENERAL1_2XLARGE": quota("codebuild", "L-0397D009", "parallel builds, Linux 2xlarge"),
  "ARM_CONTAINER BUILD_GENERAL1_SMALL": quota("codebuild", "L-5ED1D25B", "parallel builds, ARM small"),
  "ARM_CONTAINER BUILD_GENERAL1_LARGE": quota("codebuild", "L-596BEAB4", "parallel builds, ARM large"),
};

/** What several stacks need of one quota together. */
export interface TotalNeed {
  readonly quota: Quota;
  readonly start: number;
  readonly most: number;
  /** What each stack adds to `start`, in the order of the stacks. */
  readonly parts: readonly { readonly stack: string; readonly start: number }[];
}

/**
 * Adds up needs, one total for each quota. Of builds, `start` is the largest limit of a project: AWS refuses one above the quota, and lets
 * builds of several projects wait. What one resource needs alone counts where it is more than the sum.
 */
export function totals(needs: readonly Need[]): TotalNeed[] {
  const codes = [...new Set(needs.map((need) => need.quota.code))];
  return codes.map((code) => {
    const of = needs.filter((need) => need.quota.code === code);
    const most = of.reduce((total, need) => total + need.most, 0);
    const largest = Math.max(...of.map(({ start }) => start));
    const least = (some: readonly Need[]) =>
      Math.max(
        some.reduce((total, { start }) => total + start, 0),
        ...some.map(({ alone = 0 }) => alone),
      );
    const ids = [...new Set(of.map(({ stack }) => stack))];
    const parts = ids.map((stack) => ({
      stack,
      start: least(of.filter((need) => need.stack === stack)),
    }));
    const { quota } = of[0] as Need;
    return { quota, start: quota.service === "codebuild" ? largest : least(of), most, parts };
  });
}
