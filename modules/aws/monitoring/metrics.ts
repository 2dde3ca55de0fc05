/** One CloudWatch metric with its statistic. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/** One number made of metrics. */
export interface Measurement {
  /** By the name that the expression gives them; measurements that share a graph need different names. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** CloudWatch metric math. @default - the only metric itself */
  readonly expression?: string;
}

/** A measurement that metric math makes. */
export type Calculation = Required<Measurement>;
