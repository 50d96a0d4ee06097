import { type IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

/** https://docs.databricks.com/resources/limits: requests of the Jobs API are at most 10 MB. */
const LIMIT_BYTES = 10 * 1024 * 1024;

/** @throws Refusal when it is too large */
export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES)
      throw new Refusal(413, 'MAX_REQUEST_SIZE_EXCEEDED', 'The request is larger than 10 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
