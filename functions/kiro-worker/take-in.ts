import { log } from "./log";
import type { Poller } from "./poller-props";
import { problems } from "./work-item";

/** Stores the new items of the source, page by page. Known and invalid items change nothing. */
export async function takeIn({ source, workItems, projects, repositories }: Poller): Promise<void> {
  for await (const candidates of source.pages()) {
    const unknown = await workItems.unknown(candidates.map(({ id }) => id));
    for (const candidate of candidates.filter(({ id }) => unknown.has(id))) {
      const reasons = problems(candidate, { projects: Object.keys(projects), repositories });
      if (reasons.length > 0) log("WARN", "refused", { item: candidate.id, reasons });
      else await workItems.add(candidate, { kept: true });
    }
  }
}
