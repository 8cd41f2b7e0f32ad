/** What pg reads from: a socket, or what stands for one. */
export interface Source {
  on(event: string, listener: Listener): unknown;
}

/** What hears of a source's events; of `data` with what has come. */
export type Listener = (chunk?: Buffer) => void;

/** What pg's client has underneath; its typings leave it out. */
export interface Wire {
  stream: { cork?(): void; uncork?(): void; destroy(reason?: Error): unknown };
  /** The texts of the statements that are prepared, by their names. */
  readonly parsedStatements: Record<string, string>;
  /** Those that are on their way; older versions of pg do not have it. */
  readonly submittedNamedStatements?: Record<string, string>;
  /** Begins to listen to what the server sends. */
  attachListeners(source: Source): void;
  /** Writes one message, if the stream is open still. */
  _send(message: Buffer): boolean;
  close(what: { readonly type: 'S'; readonly name: string }): void;
  describe(what: object): void;
  on(event: 'readyForQuery', listener: (message: { readonly status: string }) => void): void;
  on(event: 'parameterDescription', listener: (message: { readonly dataTypeIDs: readonly number[] }) => void): void;
  on(event: 'parameterStatus', listener: (message: Parameter) => void): void;
}

/** A run-time parameter as the server reports it. */
export interface Parameter {
  readonly parameterName: string;
  readonly parameterValue: string;
}
