import type * as z from "zod";
import { rule, workloads } from "../rules";
import type { gcp } from "./schema";

type Gcp = z.infer<typeof gcp>;

/** Registries that Cloud Run pulls from: Artifact Registry, and public images of these two (Cloud Run, "Deploying container images"). */
const pulledDirectly =
  /^(docker\.io|index\.docker\.io|registry-1\.docker\.io|ghcr\.io|([a-z0-9-]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev)$/;

/** Every image is where Cloud Run can pull it, and one of a remote registry is pulled through the repository that has its credentials. */
export const imageRule = rule<Gcp>(
  ["application", "service.tracing", "registry", "project", "location"],
  function* (settings) {
    const { registry, project, location, name, environment, service } = settings;
    const images: [path: string, image: string | undefined][] = [
      ...workloads(settings).map(([path, { image }]): [string, string | undefined] => [`${path}.image`, image]),
      ["service.tracing.collector_image", service.tracing.enabled ? service.tracing.collector_image : undefined],
    ];
    for (const [path, image] of images) {
      const [host, ...rest] = image?.split("/") ?? [];
      // Without a host, an image is Docker Hub's.
      if (!host || rest.length === 0 || !/[.:]/.test(host)) continue;
      const remote = Object.entries(registry.remotes).find(([, { server }]) => server === host)?.[0];
      if (remote) {
        yield {
          path,
          problem: `pulled without the credentials of registry.remotes.${remote}`,
          expected: `${location}-docker.pkg.dev/${project}/${name}-${environment}-${remote}/${rest.join("/")}`,
          found: image ?? "",
        };
      } else if (!pulledDirectly.test(host)) {
        yield {
          path,
          problem: "a registry that Cloud Run does not pull from",
          expected:
            "an image of Artifact Registry (…-docker.pkg.dev) or a public one of Docker Hub or ghcr.io; for others, a registry in registry.remotes",
          found: image ?? "",
        };
      }
    }
  },
);
