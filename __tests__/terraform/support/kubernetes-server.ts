import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../operator/local/emulator-launch";
import type { ControlPlane } from "./control-plane";

/** An answer of the API server, as far as tests read it. */
// biome-ignore lint/suspicious/noExplicitAny: Kubernetes has as many shapes as there are kinds.
type Answer = any;

/**
 * A Kubernetes API server with its store and its controllers, on ports of 127.0.0.1 that are free. No kubelet runs and nothing schedules:
 * pods are admitted and made, but never start. The webhooks of charts have no pods either, so the server calls none.
 */
export class KubernetesServer {
  static readonly context = "server";
  readonly folder = mkdtempSync(join(tmpdir(), "kubernetes-server-"));
  readonly kubeconfig = join(this.folder, "kubeconfig");
  private readonly children: ChildProcess[] = [];
  private port = 0;

  constructor(private readonly programs: ControlPlane) {}

  async start(): Promise<void> {
    const [etcd, peers, port, controllers] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    this.port = port;
    const path = (name: string) => join(this.folder, name);
    const store = `http://127.0.0.1:${etcd}`;
    this.run("ETCD", [
      `--data-dir=${path("etcd")}`,
      `--listen-client-urls=${store}`,
      `--advertise-client-urls=${store}`,
      `--listen-peer-urls=http://127.0.0.1:${peers}`,
    ]);

    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(path("accounts.key"), privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    writeFileSync(path("accounts.pub"), publicKey.export({ type: "spki", format: "pem" }));
    writeFileSync(path("tokens.csv"), "test,test,test,system:masters\n");
    writeFileSync(this.kubeconfig, JSON.stringify(kubeconfig(`https://127.0.0.1:${port}`)));
    mkdirSync(path("certificates"));
    this.run("KUBE_APISERVER", [
      `--etcd-servers=${store}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${port}`,
      `--cert-dir=${path("certificates")}`,
      "--service-cluster-ip-range=10.96.0.0/16",
      "--authorization-mode=Node,RBAC",
      `--token-auth-file=${path("tokens.csv")}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-signing-key-file=${path("accounts.key")}`,
      `--service-account-key-file=${path("accounts.pub")}`,
      // As EKS, GKE, AKS and kind do: a namespace's Pod Security Standard decides.
      "--allow-privileged=true",
      "--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
      "--endpoint-reconciler-type=none",
    ]);
    await this.until("the API server to be ready", async () => (await this.text("GET", "/readyz")) === "ok");
    this.run("KUBE_CONTROLLER_MANAGER", [
      `--kubeconfig=${this.kubeconfig}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${controllers}`,
      `--cert-dir=${path("certificates")}`,
      `--root-ca-file=${path("certificates/apiserver.crt")}`,
      `--service-account-private-key-file=${path("accounts.key")}`,
      "--leader-elect=false",
      // No kubelet reports the state of a node.
      "--controllers=*,-node-lifecycle-controller,-taint-eviction-controller",
    ]);
    // A namespace without its account admits no pod.
    const account = "/api/v1/namespaces/default/serviceaccounts/default";
    await this.until(
      "the controllers to work",
      async () => (await this.send("GET", account)).kind === "ServiceAccount",
    );
  }

  /** The objects of a list, e.g. of `/apis/apps/v1/deployments`. */
  async list(path: string): Promise<Answer[]> {
    const { items, message } = await this.send("GET", path);
    if (!items) throw new Error(`${path}: ${message}`);
    return items;
  }

  /** A change (PATCH) is merged into the object. */
  async send(method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<Answer> {
    return JSON.parse(await this.text(method, path, body));
  }

  /** Waits until `isTrue`. @throws what it waited for, after `seconds` */
  async until(what: string, isTrue: () => Promise<boolean>, seconds = 120): Promise<void> {
    for (const end = Date.now() + seconds * 1000; ; await sleep(300)) {
      if (await isTrue().catch(() => false)) return;
      if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}; the logs are in ${this.folder}`);
    }
  }

  /** Ends what it started, the last first, and removes its folder. */
  async stop(): Promise<void> {
    for (const child of this.children.reverse()) {
      const ended = new Promise((resolve) => child.once("close", resolve));
      if (child.exitCode === null && child.kill("SIGKILL")) await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(name: keyof ControlPlane, args: readonly string[]): void {
    const log = openSync(join(this.folder, `${name}.log`), "w");
    this.children.push(spawn(this.programs[name], args, { stdio: ["ignore", log, log] }));
    closeSync(log);
  }

  private text(method: string, path: string, body?: object): Promise<string> {
    return new Promise((resolve, reject) => {
      const type = method === "PATCH" ? "application/strategic-merge-patch+json" : "application/json";
      const headers = { authorization: "Bearer test", "content-type": type };
      const options = { host: "127.0.0.1", port: this.port, method, path, headers, rejectUnauthorized: false };
      const sent = request(options, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => resolve(Buffer.concat(parts).toString()));
      });
      sent.on("error", reject);
      sent.end(body && JSON.stringify(body));
    });
  }
}

function kubeconfig(server: string): object {
  const name = KubernetesServer.context;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name, user: { token: "test" } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
}
