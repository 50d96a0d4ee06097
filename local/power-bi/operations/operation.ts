import { type PowerBiFault } from '../faults';
import { type Json } from '../http/json';
import { type Workspace } from '../workspace';

export interface OperationRequest {
  readonly workspace: Workspace;
  /** Parts of the path that vary, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly now: Date;
  /** Faults that this request meets. */
  readonly faults: readonly PowerBiFault[];
}

export interface OperationReply {
  readonly status: number;
  /** @default none */
  readonly body?: Json;
}

/** One operation of the REST API. */
export interface Operation {
  /** What faults are aimed at, such as `PostRows`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As `/groups/:group/datasets`; a part with a colon is a parameter. */
  readonly path: string;
  /** Whether it counts among the pending requests of the dataset that its path names. @default false */
  readonly isRowsRequest?: boolean;
  /** @throws Refusal */
  run(request: OperationRequest): OperationReply;
}
