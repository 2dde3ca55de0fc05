import type { ServiceTarget } from "../../../stacks/aws/release-target";
import type { AwsClients } from "./clients";
import { type Color, isTwoSided, otherOf, sideOf } from "./ecs-sides";
import { LastRead } from "./last-read";
import { ruleWeight, setRuleWeight, weightCommand } from "./weights";

/** How the rules of the load balancer divide the requests of the services that are released together. */
export class EcsWeights {
  /** Those with two sides: the only target group of another keeps all of its requests at every share. */
  private readonly services: readonly ServiceTarget[];
  /** It changes at a finish alone, after which it is read before a weight is touched again. */
  private readonly live: LastRead<Color>;

  constructor(
    private readonly balancers: AwsClients["balancers"],
    services: readonly ServiceTarget[],
    private readonly region: string,
    live: () => Promise<Color>,
  ) {
    this.services = services.filter(isTwoSided);
    this.live = new LastRead(live);
  }

  /** The share that the side has which is not live, 0 to 100: the largest, where services differ. */
  async read(): Promise<number> {
    const live = await this.live.get();
    const each = this.services.map((service) =>
      ruleWeight(this.balancers, service.listener_rules, sideOf(service, otherOf(live)).target_group),
    );
    return Math.max(0, ...(await Promise.all(each)));
  }

  /** Gives that side this share of each service. */
  async set(percent: number): Promise<void> {
    const live = await this.live.get();
    for (const service of this.services) {
      const { target_group } = sideOf(service, otherOf(live));
      await setRuleWeight(this.balancers, service.listener_rules, target_group, percent);
    }
  }

  /** The live side where none was read. */
  assume(live: Color): void {
    this.live.assume(live);
  }

  /** The commands that do so by hand, one for each rule. */
  call(percent: number): string {
    const live = this.live.last ?? "blue";
    const commands = this.services.flatMap((service) => {
      const sides = [
        [sideOf(service, live).target_group, 100 - percent],
        [sideOf(service, otherOf(live)).target_group, percent],
      ] as const;
      return service.listener_rules.map((rule) => weightCommand(rule, sides, this.region));
    });
    return commands.join("\n");
  }
}
