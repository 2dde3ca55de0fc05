import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { ContainerServiceProps } from "../../modules/aws/containers/container-service";
import type { PlatformSettings } from "../../settings/schema";
import { imageVariable } from "../shared-settings";

type BlueGreen = NonNullable<ContainerServiceProps["blueGreen"]>;

/** The image of the application's green service and its share of the requests, both late-bound. */
export function blueGreen(stack: Construct, image: string): BlueGreen {
  return { greenImage: greenImage(stack, "green", image), greenPercent: greenPercent(stack, "green") };
}

/** The same of a component that clients reach. One that runs the application's image is released with it. */
export function componentBlueGreen(
  stack: Construct,
  name: string,
  { image }: PlatformSettings["aws"]["application"]["components"][string],
  application: BlueGreen,
): BlueGreen {
  if (!image) return application;
  const prefix = `${name.replaceAll("-", "_")}_green`;
  return { greenImage: greenImage(stack, prefix, image, name), greenPercent: greenPercent(stack, prefix, name) };
}

function greenImage(stack: Construct, prefix: string, image: string, service?: string): string {
  return imageVariable(stack, `${prefix}_image`, image, `Image of the green service${service ? ` of ${service}` : ""}`);
}

function greenPercent(stack: Construct, prefix: string, service?: string): number {
  const name = `${prefix}_percent`;
  return new TerraformVariable(stack, name, {
    type: "number",
    default: 0,
    description: `Share of${service ? ` ${service}'s` : ""} requests that go to green, in percent`,
    validation: [
      { condition: `\${var.${name} >= 0 && var.${name} <= 100}`, errorMessage: `${name}: expected 0 to 100.` },
    ],
  }).numberValue;
}
