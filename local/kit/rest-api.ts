import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type CommonFault, type FaultTarget } from './faults';
import { type HttpReply } from './http-reply';
import { type PageCall } from './page';
import { Refusal } from './refusal';
import { type FoundRoute, type Route } from './router';

/** The parts of a request that the kit needs. */
export interface RawRequest {
  readonly method: string;
  readonly incoming: IncomingMessage;
  /** Request id in the response, for services that return one. */
  readonly id: string;
}

/** The default form of a request; see `RestApi.read`. */
export interface RestRequest extends RawRequest {
  /** Absolute URL, with the host that the client sent. */
  readonly url: URL;
}

/** Input of an operation. */
export interface Call<Context, Fault = CommonFault, Request = RestRequest> {
  readonly request: Request;
  /** Path parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Empty if the service reads no bodies; see `RestApi.body`. */
  readonly body: string;
  readonly context: Context;
  readonly now: Date;
  /** Faults of this request. The kit applies its own faults without the operation. */
  readonly faults: readonly Fault[];
}

/** One operation of a REST API. */
export interface Operation<Context, Fault = CommonFault, Request = RestRequest> {
  /** Name in the vendor's reference, without spaces; faults use it to select operations. */
  readonly name: string;
  /** Whether it needs no token, because it is public or has its own key. @default false */
  readonly isOpen?: boolean;
  /**
   * Whether pages of this machine on other ports may call it. Pages of other sites never may; see
   * `RequestGuard`. @default false
   */
  readonly servesLocalPages?: boolean;
  /**
   * Called before the body is read, to count concurrent requests.
   *
   * @returns a function to call when the response is sent
   */
  begin?(context: Context, parameters: Readonly<Record<string, string>>): () => void;
  /** @throws Refusal */
  run(call: Call<Context, Fault, Request>): HttpReply | Promise<HttpReply>;
}

/** An operation that a method and a path template select. */
export type RoutedOperation<Context, Fault = CommonFault, Request = RestRequest> = Operation<
  Context,
  Fault,
  Request
> &
  Route;

/** A REST API: its operations, its authentication, and the format of its responses. */
export interface RestApi<
  Context,
  Fault = CommonFault,
  Target extends FaultTarget = FaultTarget,
  Request extends RawRequest = RestRequest,
> {
  /** Name for messages, such as `the local data factory`. */
  readonly name: string;
  /** Reads a request. @default `readRestRequest` @throws Refusal */
  readonly read?: (incoming: IncomingMessage, context: Context) => Request;
  /**
   * Finds the operation. @throws Refusal if the API has no such operation or the stand-in does not support it
   */
  readonly route: (request: Request, context: Context) => FoundRoute<Operation<Context, Fault, Request>>;
  /** Whether an unknown operation is refused before the token is checked. @default false */
  readonly routesBeforeAuthenticating?: boolean;
  /** @throws Refusal */
  readonly authenticate: (request: Request, context: Context, now: Date) => void;
  /** Size limit of bodies, and the refusal of larger ones. @default operations read bodies */
  readonly body?: { readonly maxBytes: number; readonly tooLarge: () => Refusal };
  /** Properties by which faults select this request. @default the operation's name */
  readonly target?: (found: FoundRoute<Operation<Context, Fault, Request>>, request: Request) => Target;
  /**
   * Answers a browser that a person points at the service; `undefined` if the address has no page. Only browsers of
   * this machine get pages, and only in a tab: links of other sites open them, frames and scripts get 403.
   *
   * @default no page
   */
  readonly page?: (call: PageCall<Context>) => HttpReply | undefined;
  /** Formats an error; `request` is missing if it could not be read. */
  readonly toErrorReply: (refusal: Refusal, request: Request | undefined, id: string) => HttpReply;
  /** Code of responses with status 500. @default 'InternalServerError' */
  readonly failureCode?: string;
  /** Code of responses with status 403 to a web page of another site. @default 'Forbidden' */
  readonly forbiddenCode?: string;
  /** Headers of every response. @default none */
  readonly headers?: (exchange: {
    readonly incoming: IncomingMessage;
    readonly id: string;
    readonly now: Date;
  }) => Readonly<Record<string, string>>;
}

/** @throws Refusal 400 for a target that is not a path */
export function readRestRequest(incoming: IncomingMessage): RestRequest {
  const { method = 'GET', url = '/', headers, socket } = incoming;
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  const text = `${scheme}://${headers.host ?? 'localhost'}${url}`;
  if (!URL.canParse(text)) throw new Refusal(400, 'InvalidUri', 'The address of the request is not valid.');
  return { method, incoming, id: randomUUID(), url: new URL(text) };
}
