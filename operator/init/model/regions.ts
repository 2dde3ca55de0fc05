/** A region of AWS with its zones, and the regions of Google Cloud and Azure that are nearest. */
export interface Region {
  readonly zones: readonly string[];
  readonly google: string;
  readonly azure: string;
}

const region = (zones: string, google: string, azure: string) => ({ zones: zones.split(""), google, azure });

/** Regions that `npm run init` knows. Another needs a file in `environments/regions/`. */
export const regions: Readonly<Record<string, Region>> = {
  "af-south-1": region("abc", "africa-south1", "southafricanorth"),
  "ap-northeast-1": region("acd", "asia-northeast1", "japaneast"),
  "ap-northeast-2": region("abc", "asia-northeast3", "koreacentral"),
  "ap-south-1": region("abc", "asia-south1", "centralindia"),
  "ap-southeast-1": region("abc", "asia-southeast1", "southeastasia"),
  "ap-southeast-2": region("abc", "australia-southeast1", "australiaeast"),
  "ca-central-1": region("abd", "northamerica-northeast1", "canadacentral"),
  "eu-central-1": region("abc", "europe-west3", "germanywestcentral"),
  "eu-north-1": region("abc", "europe-north1", "swedencentral"),
  "eu-south-1": region("abc", "europe-west8", "italynorth"),
  "eu-west-1": region("abc", "europe-west1", "northeurope"),
  "eu-west-2": region("abc", "europe-west2", "uksouth"),
  "eu-west-3": region("abc", "europe-west9", "francecentral"),
  "sa-east-1": region("abc", "southamerica-east1", "brazilsouth"),
  "us-east-1": region("abc", "us-east1", "eastus"),
  "us-east-2": region("abc", "us-central1", "eastus2"),
  "us-west-2": region("abc", "us-west1", "westus2"),
};

/** The zones of a region, by their whole names. */
export const zonesOf = (name: string): string[] => (regions[name]?.zones ?? []).map((letter) => `${name}${letter}`);
