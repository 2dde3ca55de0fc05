import { api } from "./api";
import { edge } from "./edge";
import type { Finder } from "./finder";
import { loadBalancing } from "./load-balancing";
import { network } from "./network";
import { services } from "./services";

/** By Terraform's type: how to find a resource whose id the service has made, by what the plan knows of it. */
export const finders: Readonly<Record<string, Finder>> = { ...network, ...loadBalancing, ...api, ...edge, ...services };
