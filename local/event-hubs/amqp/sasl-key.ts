import { type AccessKey } from './sas-token';

/**
 * SASL PLAIN with the name and value of an access key opens the whole namespace, as in Azure. Event Hubs' own
 * libraries use ANONYMOUS (or MSSBCBS, the same by another name) and put tokens on `$cbs` instead.
 */
export class SaslKeyMechanism {
  /** Read by rhea after `start`. */
  outcome: boolean | undefined;
  username: string | undefined;

  constructor(private readonly accessKey: AccessKey) {}

  /** `response` is `[authorisation id] NUL name NUL key` (RFC 4616). */
  start(response: Buffer | null | undefined): void {
    const [, name, key] = (response ?? Buffer.alloc(0)).toString('utf8').split('\0');
    this.username = name;
    this.outcome = name === this.accessKey.name && key === this.accessKey.key;
  }
}
