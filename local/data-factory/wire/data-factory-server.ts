import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ArmError } from '../../shared/arm-error';
import {
  type ArmAnswer,
  parseArmBody,
  readArmBody,
  readArmUrl,
  sendArmAnswer,
  toErrorAnswer,
} from '../../shared/arm-http';
import { authenticate } from '../../shared/authenticate-arm';
import { type Json } from '../definitions/json';
import { type DataFactoryFaults, type Fault } from '../faults';
import { type OperationContext, perform } from './operations';
import { type FactoryId, route } from './route';

export interface ServerOptions {
  readonly id: FactoryId;
  readonly tokenKey: string;
  readonly faults: DataFactoryFaults;
  readonly now: () => Date;
  readonly context: OperationContext;
  /** Told about what is a bug or a broken disk; the client sees 500. */
  readonly onFailure: (error: unknown) => void;
}

export function createDataFactoryServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      // The client went away in the middle; nobody is left to answer.
      if (!request.destroyed && !response.destroyed) options.onFailure(error);
      response.destroy();
    });
  });
}

async function serve(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const met: Fault[] = [];
  const answer = await answerTo(options, request, met).catch((error: unknown): ArmAnswer => {
    if (request.destroyed && !request.complete) throw error;
    if (!(error instanceof ArmError)) options.onFailure(error);
    return toErrorAnswer(error, 'The local data factory');
  });
  if (met.some(({ kind }) => kind === 'lose-reply')) {
    request.socket.destroy();
    return;
  }
  sendArmAnswer(response, answer);
}

async function answerTo(options: ServerOptions, request: IncomingMessage, met: Fault[]): Promise<ArmAnswer> {
  const { id, tokenKey, faults, now, context } = options;
  const body = await readArmBody(request);
  authenticate(request.headers.authorization, tokenKey, now());
  const target = route(request.method ?? '', readArmUrl(request), id);
  met.push(...faults.take(target));
  for (const fault of met) {
    if (fault.kind === 'delay') await fault.until;
    if (fault.kind === 'fail') {
      const { status, code, retryAfterSeconds } = fault;
      const headers: Record<string, string> =
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      throw new ArmError(status, code, 'Injected.', headers);
    }
  }
  return { status: 200, body: perform(target, parseArmBody(body) as Json | undefined, context, met) };
}
