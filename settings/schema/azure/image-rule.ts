import type * as z from "zod";
import { rule, workloads } from "../rules";
import type { azure } from "./schema";

type Azure = z.infer<typeof azure>;

/** A private registry of AWS. Its passwords last 12 hours, so none can be kept for Azure (Amazon ECR user guide, "Private registry authentication"). */
const privateEcr = /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(\/|$)/;

/** No container needs an image from a registry that Azure can never sign in to. */
export const imageRule = rule<Azure>(["application", "service"], function* (settings) {
  const { tracing, registry_credentials } = settings.service;
  const images: [path: string, image: string | undefined][] = [
    ...workloads(settings).map(([path, { image }]): [string, string | undefined] => [`${path}.image`, image]),
    ["service.tracing.collector_image", tracing.enabled ? tracing.collector_image : undefined],
    ["service.registry_credentials.server", registry_credentials?.server],
  ];
  for (const [path, found = ""] of images.filter(([, image]) => privateEcr.test(image ?? ""))) {
    yield {
      path,
      problem: "Azure cannot stay signed in to a private registry of AWS, whose passwords last 12 hours",
      expected: "the stack's own registry, into which `az acr import` copies an image, or a public one",
      found,
    };
  }
});
