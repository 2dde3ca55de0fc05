/** The parts of SARIF 2.1.0 that are read. Scanners leave out what they do not know, so nothing is certain. */
export interface Sarif {
  readonly runs?: readonly Run[];
}

export interface Run {
  readonly tool?: Tool;
  readonly results?: readonly Result[] | null;
  readonly invocations?: readonly { readonly executionSuccessful?: boolean }[];
}

export interface Tool {
  readonly driver?: Component;
  readonly extensions?: readonly Component[];
}

export interface Component {
  readonly name?: string;
  readonly version?: string;
  readonly semanticVersion?: string;
  readonly rules?: readonly Rule[];
}

export interface Rule {
  readonly id?: string;
  readonly shortDescription?: { readonly text?: string };
  readonly defaultConfiguration?: { readonly level?: string };
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface Result {
  readonly ruleId?: string;
  readonly ruleIndex?: number;
  readonly rule?: {
    readonly id?: string;
    readonly index?: number;
    readonly toolComponent?: { readonly index?: number };
  };
  readonly level?: string;
  readonly kind?: string;
  readonly message?: { readonly text?: string };
  readonly locations?: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation?: { readonly uri?: string };
      readonly region?: { readonly startLine?: number };
    };
  }[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly suppressions?: readonly { readonly status?: string }[];
}
