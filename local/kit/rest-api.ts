import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type CommonFault, type FaultTarget } from './faults';
import { type HttpReply } from './http-reply';
import { Refusal } from './refusal';
import { type FoundRoute, type Route } from './router';

/** What the kit needs of a request. */
export interface RawRequest {
  readonly method: string;
  readonly incoming: IncomingMessage;
  /** Of the answer, for services that tell it. */
  readonly id: string;
}

/** A request as most services read it; see `RestApi.read`. */
export interface RestRequest extends RawRequest {
  /** Absolute, with the host as the client wrote it. */
  readonly url: URL;
}

/** What an operation works with. */
export interface Call<Context, Fault = CommonFault, Request = RestRequest> {
  readonly request: Request;
  /** Parts of the path that vary, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Empty where the service reads none; see `RestApi.body`. */
  readonly body: string;
  readonly context: Context;
  readonly now: Date;
  /** Faults that this request meets. Those of the kit are met without the operation. */
  readonly faults: readonly Fault[];
}

/** One operation of a REST API. */
export interface Operation<Context, Fault = CommonFault, Request = RestRequest> {
  /** As the vendor's reference calls it, without spaces: what faults are aimed at. */
  readonly name: string;
  /** Whether it asks for no token: it is open, or has a key of its own. @default false */
  readonly isOpen?: boolean;
  /**
   * Called before the body is read, to count requests that are under way.
   *
   * @returns what to do when the request is answered
   */
  begin?(context: Context, parameters: Readonly<Record<string, string>>): () => void;
  /** @throws Refusal */
  run(call: Call<Context, Fault, Request>): HttpReply | Promise<HttpReply>;
}

/** An operation that a method and a path template lead to. */
export type RoutedOperation<Context, Fault = CommonFault, Request = RestRequest> = Operation<
  Context,
  Fault,
  Request
> &
  Route;

/** A REST API: which operations there are, who may call them, and how answers look. */
export interface RestApi<
  Context,
  Fault = CommonFault,
  Target extends FaultTarget = FaultTarget,
  Request extends RawRequest = RestRequest,
> {
  /** In words for a message, such as `the local data factory`. */
  readonly name: string;
  /** Reads what the service needs of a request. @default `readRestRequest` @throws Refusal */
  readonly read?: (incoming: IncomingMessage, context: Context) => Request;
  /** Finds the operation. @throws Refusal for what is none, of the API or of the stand-in */
  readonly route: (request: Request, context: Context) => FoundRoute<Operation<Context, Fault, Request>>;
  /** Whether a request for no operation is refused before its token is looked at. @default false */
  readonly routesBeforeAuthenticating?: boolean;
  /** @throws Refusal */
  readonly authenticate: (request: Request, context: Context, now: Date) => void;
  /** How much of a body is taken, and the answer to more. @default bodies are left to the operations */
  readonly body?: { readonly maxBytes: number; readonly tooLarge: () => Refusal };
  /** What a fault of this request can be aimed at. @default the operation's name */
  readonly target?: (found: FoundRoute<Operation<Context, Fault, Request>>, request: Request) => Target;
  /** How an error looks on the wire; `request` is missing where it could not be read. */
  readonly toErrorReply: (refusal: Refusal, request: Request | undefined, id: string) => HttpReply;
  /** Code of the answer 500. @default 'InternalServerError' */
  readonly failureCode?: string;
  /** Headers of every answer. @default none */
  readonly headers?: (exchange: {
    readonly incoming: IncomingMessage;
    readonly id: string;
    readonly now: Date;
  }) => Readonly<Record<string, string>>;
}

/** @throws Refusal 400 for a target that is no path */
export function readRestRequest(incoming: IncomingMessage): RestRequest {
  const { method = 'GET', url = '/', headers } = incoming;
  const text = `http://${headers.host ?? 'localhost'}${url}`;
  if (!URL.canParse(text)) throw new Refusal(400, 'InvalidUri', 'The address of the request is not valid.');
  return { method, incoming, id: randomUUID(), url: new URL(text) };
}
