import type { Status } from "../../../operator/release/log/entries";
import { killAt, type Point } from "./kill";
import { type Outcome, outcomeOf } from "./outcome";
import { image, stack } from "./stack-files";
import type { Stage } from "./stage";

/** Releases of one stack after the other, and what must be so after each. */
export class Journey {
  /** The build that users have. */
  live = image("1.0.0");

  constructor(private readonly stage: Stage) {}

  /** Releases a build by its tag; users have it afterwards if that is expected. */
  async release(tag: string, status: Status, options: object = {}): Promise<Outcome> {
    const outcome = await outcomeOf(this.stage.start("release", { image: image(tag), ...quick, ...options }));
    return this.ended(outcome, status, image(tag));
  }

  /** The end of a command that leads to `build` if it completes. */
  ended(outcome: Outcome, status: Status, build: string): Outcome {
    const { code, said, result } = outcome;
    const seen = { code, status: result.status, said: result.status === status ? "" : said };
    expect(seen).toEqual({ code: status === "completed" ? 0 : 1, status, said: "" });
    if (status === "completed") this.live = build;
    return outcome;
  }

  async run(command: "release" | "rollback", options: object): Promise<Outcome> {
    return outcomeOf(this.stage.start(command, options));
  }

  /** Begins a release and kills at a point of it. */
  async killed(tag: string, point: Point): Promise<Outcome> {
    const options = { image: image(tag), ...quick };
    const isTerraform = point.kills.includes("terraform");
    const running = isTerraform ? this.stage.startToKill("release", options) : this.stage.start("release", options);
    const died = killAt(this.stage, running, point);
    await Promise.race([
      died,
      running.ended.then(({ out, err }) => Promise.reject(new Error(`${point.name} was not reached:\n${out}\n${err}`))),
    ]);
    return outcomeOf(running);
  }

  /**
   * Frees a state that a killed Terraform has left locked, as a person does. While a Terraform outlives its operator, the command says to wait.
   */
  async unlock(): Promise<void> {
    for (const end = Date.now() + 120_000; ; ) {
      const id = await this.stage.truth.lock();
      if (!id) return;
      const { code, out, err } = await this.stage.copy.cli("unlock", stack, "--id", id);
      if (code === 0) return;
      const passes = /it is alive, .*: wait until it ends|is not locked/.test(out + err);
      if (!passes || Date.now() > end) throw new Error(out + err);
    }
  }

  /**
   * The three truths agree: the log's last word, the state, and what users really get. A plan with refresh is empty. Who goes on with the
   * release once more, and again, finds nothing to do.
   * @param isNextRelease a release is next: it makes this plan itself, and does not begin unless it is empty
   */
  async agrees(status: Status, isNextRelease = false): Promise<void> {
    const { truth } = this.stage;
    const final = await truth.final();
    expect({ status: final?.summary.status, manual: final?.summary.manual }).toEqual({ status, manual: undefined });
    const values = await truth.values();
    expect({ image: values["image"], next: values["next_percent"], probe: values["probe"] }).toEqual({
      image: this.live,
      next: 0,
      probe: "",
    });
    expect(await truth.users()).toEqual([{ image: this.live, percent: 100 }]);
    const commands: [string, object][] = [
      ...(isNextRelease ? [] : ([["plan", {}]] as [string, object][])),
      ["release", { resume: true }],
      ["release", { abort: true }],
    ];
    const { code, out, err } = await this.stage.startAll(commands).ended;
    expect({ code, said: code === 0 ? "" : out + err }).toEqual({ code: 0, said: "" });
    // Each has come to its end.
    const types = out.split("\n").flatMap((line) => /^\{"(?:type":"(result)|(stacks)")/.exec(line)?.slice(1) ?? []);
    expect(types.filter(Boolean)).toEqual([...(isNextRelease ? [] : ["stacks"]), "result", "result"]);
    expect(await truth.final()).toEqual(final);
    expect(await truth.users()).toEqual([{ image: this.live, percent: 100 }]);
  }
}

/** Fewer and shorter steps than the default's. */
const quick = { steps: "25:2m,100" };
