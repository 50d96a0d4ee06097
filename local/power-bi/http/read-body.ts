import { type IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

/** https://learn.microsoft.com/power-bi/connect-data/service-real-time-streaming */
const LIMIT_BYTES = 16_000_000;

/** @throws Refusal 413 */
export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LIMIT_BYTES) chunks.push(chunk);
  }
  // The rest is read all the same, so that the client hears the answer.
  if (size > LIMIT_BYTES)
    throw new Refusal(413, 'RequestEntityTooLarge', `a request holds at most ${LIMIT_BYTES} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}
