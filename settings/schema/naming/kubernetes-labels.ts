import * as z from "zod";

/** Labels and taints by the syntax of Kubernetes ("Labels and Selectors"): `name`, or `prefix/name` with a domain as prefix. */

const name = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
const prefix = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*/";
const form =
  "a name of at most 63 letters, digits, - _ and dots, with a prefix at most, such as tier or nvidia.com/gpu";

export const labelKey = z
  .string()
  .max(317)
  .regex(new RegExp(`^(${prefix})?${name}$`), { error: form });

/** A label that a node may give itself: Kubernetes and EKS keep their own prefixes, but for those of the kubelet and of nodes. */
export const nodeLabelKey = labelKey.refine(
  (key) =>
    !/^(?!(kubelet|node)\.kubernetes\.io\/)([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key),
  { error: "a key without a prefix of kubernetes.io, k8s.io or eks.amazonaws.com, which are reserved" },
);

export const labelValue = z.string().regex(new RegExp(`^(${name})?$`), {
  error: "at most 63 letters, digits, - _ and dots, a letter or digit first and last",
});

/** The name of an object, such as a Secret. */
export const objectName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, {
    error: "the name of an object: lower-case letters, digits, - and dots",
  });
