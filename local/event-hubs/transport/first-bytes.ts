/** A protocol that a client can begin a connection with. Kafka's first four bytes are the length of a request. */
export type Protocol = 'amqp' | 'http' | 'tls' | 'unknown';

/** First byte of a TLS record with a handshake (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Both headers of AMQP, with and without SASL, begin with these letters (AMQP 1.0 part 2, section 2.2). */
const AMQP = 'AMQP';

/** Methods of HTTP, cut to as many letters as the header of AMQP has. */
const HTTP_METHODS: readonly string[] = ['GET ', 'HEAD', 'POST', 'PUT ', 'PATC', 'DELE', 'OPTI', 'CONN'];

/** Names the protocol of a connection by its first bytes; `undefined` if more bytes are needed. */
export function readProtocol(first: Buffer): Protocol | undefined {
  if (first.length === 0) return undefined;
  if (first[0] === TLS_HANDSHAKE) return 'tls';
  const letters = first.toString('latin1', 0, AMQP.length);
  if (letters === AMQP) return 'amqp';
  if (HTTP_METHODS.includes(letters)) return 'http';
  const canContinue = [AMQP, ...HTTP_METHODS].some((begin) => begin.startsWith(letters));
  return canContinue ? undefined : 'unknown';
}
