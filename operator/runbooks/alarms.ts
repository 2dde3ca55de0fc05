import type { Block } from "../preflight/look/stack-view";
import type { Alarm } from "./alarm";
import { prometheusAlarms } from "./alarms-kubernetes";
import { reportersOf } from "./reporters";
import type { StackFacts } from "./stack-facts";

/** What a cloud's own alarm says. */
interface Own extends Omit<Alarm, "anchor" | "meaning" | "remedy" | "concerned"> {
  readonly text: string;
  /** The parts that refer to what is measured. */
  readonly measured: unknown;
}

const link = / Runbook: .*(?:#|--alarm )([\w-]+)$/;

const order = ["critical", "warning", undefined];

/** Every alarm of a stack that leads to a page, the most urgent first. */
export function alarmsOf(facts: StackFacts): Alarm[] {
  const all = Object.entries(readers).flatMap(([type, reader]) =>
    facts.resources(type).flatMap(({ body }) => {
      const { text, measured, ...own } = reader(body, facts);
      const [whole, anchor] = link.exec(text) ?? [];
      if (!whole || !anchor) return [];
      return [
        { ...own, anchor, ...split(text.slice(0, -whole.length)), concerned: reportersOf(facts, measured, text) },
      ];
    }),
  );
  return [...all, ...prometheusAlarms(facts)].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** The first sentence of an alarm's text says what is wrong. */
function split(text: string): Pick<Alarm, "meaning" | "remedy"> {
  const [meaning = text, remedy = ""] = text.split(/(?<=[.!?]) (?=[A-Z])(.*)/s);
  return { meaning, remedy };
}

const signs: Readonly<Record<string, string>> = {
  GreaterThan: ">",
  GreaterThanOrEqual: "≥",
  GreaterThanOrEqualTo: "≥",
  LessThan: "<",
};
const sign = (operator: unknown) => signs[String(operator).replace(/Threshold$/, "")] ?? String(operator);

interface MetricQuery {
  readonly metric?: { readonly metric_name: string; readonly namespace: string; readonly period: number };
  readonly expression?: string;
}

const readers: Readonly<Record<string, (body: Block, facts: StackFacts) => Own>> = {
  aws_cloudwatch_metric_alarm: (body, facts) => {
    const queries = (body["metric_query"] ?? [{ metric: body }]) as readonly MetricQuery[];
    const metrics = queries.flatMap(({ metric }) => metric ?? []);
    const topics = facts.referred(body["alarm_actions"], "aws_sns_topic");
    const subscribed = facts
      .resources("aws_sns_topic_subscription")
      .filter((it) => facts.referred(it.body["topic_arn"]).some(({ address }) => address === topics[0]?.address));
    const severity = topics[0] && severityOf(facts.of(topics[0], "name"));
    const names = [...new Set(metrics.map(({ metric_name, namespace }) => `${metric_name} (${namespace})`))].join(", ");
    const count = Number(body["evaluation_periods"]);
    const times =
      count === 1 ? `within ${metrics[0]?.period} s` : `in each of ${count} periods of ${metrics[0]?.period} s`;
    const silence = body["treat_missing_data"] === "breaching" ? "no data raises it" : "no data is no alarm";
    return {
      name: facts.named(body["alarm_name"]),
      text: String(body["alarm_description"]),
      condition: `${sign(body["comparison_operator"])} ${body["threshold"]} ${times}, of ${names}; ${silence}`,
      ...(severity && { severity }),
      recipients: subscribed.map(({ body: { endpoint } }) => String(endpoint)),
      measured: queries,
    };
  },
  google_monitoring_alert_policy: (body, facts) => {
    const { content } = body["documentation"] as { readonly content: string };
    const [condition] = body["conditions"] as { readonly condition_prometheus_query_language: { query: string } }[];
    const query = condition?.condition_prometheus_query_language.query ?? "";
    const channels = facts.referred(body["notification_channels"], "google_monitoring_notification_channel");
    return {
      name: facts.named(body["display_name"]),
      text: content,
      condition: `${/(?:<|>=?) [\d.]+$/.exec(query)?.[0]}, judged each minute`,
      ...tryable(facts.named(query)),
      severity: severityOf(String(body["severity"])),
      recipients: channels.map((channel) => facts.of(channel, "labels.email_address")),
      measured: query,
    };
  },
  azurerm_monitor_metric_alert: (body, facts) => {
    const [rule] = (body["criteria"] ?? []) as Block[];
    return {
      ...azureAlert(body, facts),
      condition: rule
        ? `${rule["metric_name"]} ${sign(rule["operator"])} ${rule["threshold"]} (${rule["aggregation"]} of ${body["window_size"]})`
        : `most places of the availability test fail within ${body["window_size"]}`,
      measured: body["scopes"],
    };
  },
  azurerm_monitor_scheduled_query_rules_alert_v2: (body, facts) => {
    const [rule = {}] = (body["criteria"] ?? []) as Block[];
    return {
      ...azureAlert(body, facts),
      condition: `${sign(rule["operator"])} ${rule["threshold"]} within ${body["window_duration"]}`,
      ...tryable(facts.named(rule["query"])),
      measured: rule["query"],
    };
  },
};

/** A query that no id known to Terraform alone is left in. */
const tryable = (query: string) => (query.includes("${") ? {} : { query });

function azureAlert(body: Block, facts: StackFacts) {
  const groups = facts.referred(body["action"], "azurerm_monitor_action_group");
  const receivers = groups.flatMap((group) => (group.body["email_receiver"] ?? []) as { email_address: string }[]);
  return {
    name: facts.named(body["name"]),
    text: String(body["description"]),
    severity: severityOf(body["severity"] === 0 ? "critical" : "warning"),
    recipients: receivers.map(({ email_address }) => email_address),
  };
}

const severityOf = (text: string) => (/critical$/i.test(text) ? ("critical" as const) : ("warning" as const));
