import type { Finding, Rule } from "../../rule";
import { rule } from "../rules";
import type { ApplicationSettings, SharedSettings } from "../shared";

/** What a service refuses in the names that a stack makes of `<name>-<environment>`. */
interface RefusedWords {
  /** The service that refuses them, as its documents call it. */
  readonly service: string;
  /** Finds the word in `<name>-<environment>`, or in the same without hyphens where `compact`. */
  readonly words: RegExp;
  readonly compact?: true;
  /** What a name must not do. */
  readonly not: string;
}

const parameterStore = { service: "Parameter Store", words: /^(aws|ssm)/, not: 'begin with "aws" or "ssm"' };
const buckets = {
  service: "S3",
  words: /^(xn--|sthree-|amzn-s3-demo-)/,
  not: 'begin with "sthree-", "amzn-s3-demo-" or "xn--"',
};
const loadBalancers = { service: "Elastic Load Balancing", words: /^internal-/, not: 'begin with "internal-"' };
const namespaces = {
  service: "Kubernetes",
  // Its own namespaces, those of the services that a cluster may have, and those that EKS's add-ons make.
  words:
    /^(kube-.*|(cert-manager|envoy-gateway-system|external-dns|external-secrets|flagger-system|ingress-nginx|istio-system|amazon-cloudwatch|amazon-guardduty|aws-observability))$/,
  not: 'begin with "kube-", or be with its environment the namespace of a service of the cluster',
};
const onAws = [parameterStore, buckets];

/** ARM's list of reserved words: "Resolve errors for reserved resource names". */
const trademarks =
  "access azure bing bizspark biztalk cortana directx dotnet dynamics excel exchange forefront groove hololens hyperv kinect lync msdn o365 office office365 onedrive onenote outlook powerpoint sharepoint skype visio visualstudio";

/** By platform: the services' own documents on names. */
const refused: Readonly<Record<string, readonly RefusedWords[]>> = {
  aws: [...onAws, loadBalancers],
  "aws-eks": [...onAws, loadBalancers, namespaces],
  "aws-serverless": [
    ...onAws,
    { service: "Cognito", words: /aws|amazon|cognito/, not: 'contain "aws", "amazon" or "cognito"' },
  ],
  "aws-websocket": onAws,
  "aws-codebuild": onAws,
  gcp: [
    { service: "Google Cloud", words: /^goog/, not: 'begin with "goog"' }, // Buckets, topics, subscriptions
    { service: "Cloud Storage", words: /g[o0]{2}g[l1]e/, not: 'contain "google" or what looks like it' },
  ],
  azure: [
    {
      service: "Azure",
      words: /microsoft|windows|xbox/,
      compact: true,
      not: 'contain "microsoft", "windows" or "xbox"',
    },
    { service: "Azure", words: /^login/, compact: true, not: 'begin with "login"' },
  ],
  kubernetes: [namespaces],
};

/** What is wrong with the names of a system and its environment for the services of a platform; nothing where all take them. */
export function refusedName(platform: string, name: string, environment: string): Finding[] {
  const findings = (refused[platform] ?? []).flatMap(({ service, words, compact, not }): Finding[] => {
    const found = (text: string) => words.test(compact ? text.replaceAll("-", "") : text);
    if (!found(`${name}-${environment}`)) return [];
    const path = !found(`${name}-`) && found(`-${environment}`) ? "environment" : "name";
    return [
      {
        path,
        problem: `a name that ${service} refuses`,
        expected: `one that does not ${not}`,
        found: path === "name" ? name : environment,
      },
    ];
  });
  if (platform === "azure" && trademarks.split(" ").includes(name)) {
    findings.push({
      path: "name",
      problem: "a name that Azure refuses",
      expected: "a word that is no trademark",
      found: name,
    });
  }
  return findings;
}

type Named = Pick<SharedSettings, "environment"> & { readonly name?: string; readonly system?: string };

/** The rule that says so, for one platform. */
export function refusedNames(platform: string): Rule {
  return rule<Named>(["name", "environment"], ({ name, system = "", environment }) =>
    refusedName(platform, name ?? system, environment),
  );
}

/** Service Bus refuses a namespace that ends so, and a shortened name ends with the queue's own. */
const refusedEnding = /(^|-)(sb|mgmt)$/;

/** The rule about what ends the names of Service Bus: the suffix, or the component that works off a queue. */
export const serviceBusNames: Rule = rule<ApplicationSettings & { readonly suffix: string }>(
  ["application", "suffix"],
  function* ({ application, suffix }) {
    const ends = [
      ["suffix", suffix],
      ...Object.entries(application.components)
        .filter(([, { queue }]) => queue)
        .map(([name]) => [`application.components.${name}`, name]),
    ];
    for (const [path = "", found = ""] of ends) {
      if (!refusedEnding.test(found)) continue;
      yield {
        path,
        problem: "a name that Service Bus refuses",
        expected: 'one that does not end with "sb" or "mgmt"',
        found,
      };
    }
  },
);
