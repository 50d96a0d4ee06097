import { type AccessKey } from './sas-token';

/**
 * SASL PLAIN with the name and value of an access key opens the whole namespace, as in Azure. Event Hubs' own
 * libraries use ANONYMOUS (or MSSBCBS, another name for the same) and send tokens to `$cbs` instead.
 */
export class SaslKeyMechanism {
  /** rhea reads it after `start`. */
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
