import type { ReleaseTarget, ServiceTarget } from "../../../stacks/aws/release-target";
import type { ProbeAnswer } from "../judge/figures";
import type { Side } from "../port/platform";
import { probe } from "./probe";

export interface EcsProbesProps {
  readonly target: ReleaseTarget;
  /** The services that are released. */
  readonly services: readonly ServiceTarget[];
  /** The late-bound value that leads a request to the new side; empty while there is none. */
  readonly header: () => Promise<string>;
  readonly now: () => number;
}

/** Requests to one side of the application, through its load balancer. */
export class EcsProbes {
  constructor(private readonly props: EcsProbesProps) {}

  /** Asks the new side alone, on the readiness path of each service: together they are one sample. */
  async sample(requests: number): Promise<ProbeAnswer[]> {
    const paths = this.props.services.map((service) => service.ready_path).slice(0, requests);
    const answers: ProbeAnswer[] = [];
    for (const [index, path] of paths.entries()) {
      const share = Math.floor((requests + index) / paths.length);
      answers.push(...(await this.ask("new", path, share)));
    }
    return answers;
  }

  async ask(side: Side, path: string, requests: number): Promise<ProbeAnswer[]> {
    const headers = side === "new" ? await this.headers() : {};
    return probe(new URL(path, this.props.target.url).href, headers, requests, this.props.now);
  }

  /** Where `--smoke` finds the new side. */
  async environment(): Promise<Readonly<Record<string, string>>> {
    const { url, probe_header } = this.props.target;
    return { RELEASE_URL: url, RELEASE_HEADER: `${probe_header}: ${await this.props.header()}` };
  }

  private async headers(): Promise<Readonly<Record<string, string>>> {
    const value = await this.props.header();
    return value ? { [this.props.target.probe_header]: value } : {};
  }
}
